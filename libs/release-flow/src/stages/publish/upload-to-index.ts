import { planUploads, PypiError } from '@heroku-release/pypi-publisher';
import type { UploadPlan, UploadReport } from '@heroku-release/pypi-publisher';
import { act, effect, Refuse, settled } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { refuse } from '../../errors.ts';
import { draftNext, fixForward } from '../../plan/next-command.ts';
import type { FileChecks } from './check-files.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { TestedFiles } from './tested-files.ts';
import type { PublishInput } from './publish-input.ts';

/** Files that the index accepted in this run, and those that it already showed. */
export interface IndexUploads {
  readonly accepted: readonly string[];
  readonly shown: readonly string[];
}

type Facts = PublishInput & {
  readonly tag: ReleaseTag;
  readonly artifact: TestedFiles;
  readonly checks: FileChecks;
};

/** The built files on the index, each exactly once, wheels first. An upload cannot be taken back. */
export const uploadToIndex = effect({
  needs: ['id-token: write'],
  irreversible: true,
  observe: async ({ services, artifact, checks }: Facts, { signal }: StepIo): Promise<UploadPlan> =>
    planUploads(checks.distributions, await services.publisher.listFiles(artifact.plan.name, { signal })),
  decide: ({ tag }: Facts, plan: UploadPlan): EffectDecision<IndexUploads, UploadPlan> => {
    const { missing, present, conflicts } = plan;
    if (conflicts.length > 0) {
      return refuse(
        'INDEX_CONFLICT',
        conflicts.map(({ because }) => because).join('; '),
        `A file on the index is never replaced. ${fixForward(tag.version)}`,
      );
    }
    if (missing.length === 0) {
      const shown = present.map(({ filename }) => filename);
      return settled({ accepted: [], shown }, `${shown.length} files are on the index`);
    }
    const names = missing.map(({ filename }) => filename).join(', ');
    return act(plan, `not on the index: ${names}`, `uploaded ${names}`);
  },
  act: async (plan: UploadPlan, facts: Facts, io: StepIo): Promise<IndexUploads | Refuse> => {
    const uploaded = await upload(plan, facts, io);
    if (uploaded instanceof Refuse) return uploaded;
    const { files } = uploaded;
    const names = (wanted: (typeof files)[number]['kind']) =>
      files.filter(({ kind }) => kind === wanted).map(({ filename }) => filename);
    const before = plan.present.map(({ filename }) => filename);
    return { accepted: names('uploaded'), shown: [...before, ...names('already-published')] };
  },
});

async function upload(
  plan: UploadPlan,
  { services, tag }: Facts,
  io: StepIo,
): Promise<UploadReport | Refuse> {
  try {
    return await services.publisher.uploadMissing(plan, {
      onProgress: (text) => {
        io.progress(text);
      },
    });
  } catch (error) {
    if (!(error instanceof PypiError)) throw error;
    const { code, message, effect, hint = '' } = error;
    if (code === 'PYPI_FILE_CONFLICT') {
      return refuse(
        'INDEX_CONFLICT',
        message,
        `The index accepts a file name once. ${fixForward(tag.version)}`,
      );
    }
    if (code !== 'PYPI_UPLOAD_REFUSED') throw error;
    const next = `If the file is at fault, fix forward: ${draftNext(tag.version)}`;
    throw new PypiError(code, message, { cause: error, effect, hint: `${hint} ${next}` });
  }
}
