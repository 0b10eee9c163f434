import { PypiError } from '@heroku-release/pypi-publisher';
import type { VerifiedFile } from '@heroku-release/pypi-publisher';
import { check, PLANNED, settled, Wait } from '@heroku-release/release-kit';
import type { CheckDecision, Planned, StepIo } from '@heroku-release/release-kit';
import { parseDuration } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import { fixForward, publishAgain } from '../../plan/next-command.ts';
import type { FileChecks } from './check-files.ts';
import type { TestedFiles } from './tested-files.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { PublishInput } from './publish-input.ts';
import type { IndexUploads } from './upload-to-index.ts';

type Facts = PublishInput & {
  readonly tag: ReleaseTag;
  readonly artifact: TestedFiles;
  readonly checks: FileChecks;
  /** Absent where the upload is another job's. */
  readonly pypi?: IndexUploads | Planned;
};

interface Seen {
  readonly missing: readonly string[];
  readonly different: readonly VerifiedFile[];
}

/**
 * Whether the index holds every planned file with its hash. No other service answers for it. Its pages may lag for long, so a file that
 * it accepted in this run and does not show yet is a warning; another digest is refused.
 */
export const checkIndex = check({
  needs: [],
  observe: async (facts: Facts, io: StepIo): Promise<Seen | Planned> => {
    const { checks, pypi } = facts;
    if (pypi === PLANNED) return PLANNED;
    const shown = pypi?.accepted.length === 0 && pypi.shown.length === checks.distributions.length;
    return shown && !io.again ? { missing: [], different: [] } : await compare(facts, io);
  },
  decide: ({ tagName, tag, checks, pypi }: Facts, seen: Seen | Planned): CheckDecision<undefined> => {
    if (seen === PLANNED) return settled(undefined, 'checked after the upload');
    const { missing, different } = seen;
    if (different.length > 0) {
      return refuse(
        'INDEX_MISMATCH',
        different.map(({ filename, because }) => `${filename}: ${because}`).join('; '),
        `The index holds something else than what was released: yank the version there. ${fixForward(tag.version)}`,
      );
    }
    const count = checks.distributions.length;
    if (missing.length === 0) {
      return settled(undefined, `the index shows ${count} files with the hashes of the plan`);
    }
    const accepted = pypi === PLANNED ? [] : (pypi?.accepted ?? []);
    const lost = missing.filter((filename) => !accepted.includes(filename));
    const otherwise =
      lost.length > 0
        ? refuse(
            'INDEX_MISMATCH',
            `the index does not have ${lost.join(', ')}`,
            `Upload first: ${publishAgain(tagName)}`,
          )
        : settled(undefined, 'the index accepted every file', [
            `the index accepted ${missing.join(', ')} and does not show it yet; its pages can lag for an hour`,
          ]);
    const patienceMs = parseDuration(tag.settings.wait.index) ?? 0;
    const timing = { everyMs: 2_000, growth: 2, longestMs: 30_000, patienceMs };
    return new Wait(`the index does not show ${missing.join(', ')} yet`, timing, otherwise);
  },
});

async function compare({ services, artifact, checks }: Facts, { signal }: StepIo): Promise<Seen> {
  try {
    const { files } = await services.publisher.verify(artifact.plan, checks.distributions, { signal });
    const missing = files.filter(({ verdict }) => verdict === 'missing').map(({ filename }) => filename);
    return { missing, different: files.filter(({ verdict }) => verdict === 'different') };
  } catch (error) {
    if (!(error instanceof PypiError) || error.code !== 'PYPI_INDEX_UNAVAILABLE') throw error;
    // An index that cannot answer does not show the files yet.
    return { missing: checks.distributions.map(({ filename }) => filename), different: [] };
  }
}
