import { check, settled, Wait } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import { parseDuration } from '@heroku-release/release-history';
import { refuse } from '../../errors.ts';
import { fixForward, publishAgain } from '../../plan/next-command.ts';
import { parseTagMessage } from '../../plan/tag-message.ts';
import { downloadArtifact } from './download-artifact.ts';
import { filesOfRelease } from './files-of-release.ts';
import type { ReleaseTag } from './find-tag.ts';
import type { FoundArtifact } from './found-artifact.ts';
import { findNamedArtifact } from './named-artifact.ts';
import { findPackagedArtifact } from './packaged-artifact.ts';
import type { PublishInput } from './publish-input.ts';
import type { Releases } from './release-of-tag.ts';
import type { FetchedFiles, TestedFiles } from './tested-files.ts';

type Facts = PublishInput & { readonly tag: ReleaseTag; readonly release: Releases };

type Seen = FetchedFiles | Extract<FoundArtifact, { readonly kind: 'unpackaged' }>;

/**
 * The plan and the tested files: exactly the artifact that the tag's message names, by id and digest. Three requests, and one to the
 * storage. A tag made by hand names none; then it is the artifact of the run that packaged the commit. When the artifact is gone, the
 * assets of the draft release are used if their plan is proven.
 */
export const fetchTestedFiles = check({
  needs: ['actions: read'],
  observe: async (facts: Facts, io: StepIo): Promise<Seen> => {
    const origin = parseTagMessage(facts.tag.message ?? '');
    const found =
      origin === undefined ? await findPackagedArtifact(facts) : await findNamedArtifact(origin, facts);
    const fetched = found.kind === 'found' ? await downloadArtifact(found, facts.services, io) : found;
    if (fetched.kind === 'gone') return await filesOfRelease(fetched.because, facts, io);
    // Also a release that was begun from an artifact which is gone by now, and whose tag names none.
    if (fetched.kind === 'unpackaged' && !fetched.running && facts.release.current !== undefined) {
      return await filesOfRelease(fetched.because, facts, io);
    }
    return fetched;
  },
  decide: ({ tagName, tag }: Facts, seen: Seen): CheckDecision<TestedFiles> => {
    switch (seen.kind) {
      case 'fetched':
        return settled(seen.tested, `${seen.from}: ${seen.tested.files.length} files`, seen.notes);
      case 'wrong':
        return refuse(seen.code, seen.because, fixForward(tag.version));
      case 'unpackaged': {
        const { because, runId = 0, running } = seen;
        const repair = running
          ? `Wait for its end: gh run watch ${runId}`
          : `Let it succeed: gh run rerun ${runId}`;
        const otherwise =
          seen.runId === undefined
            ? refuse('TAG_UNKNOWN', because, fixForward(tag.version))
            : refuse(
                'ARTIFACT_MISSING',
                because,
                `${repair}. Then run publish again: ${publishAgain(tagName)}`,
              );
        const patienceMs = parseDuration(tag.settings.wait.association) ?? 0;
        return new Wait(because, { everyMs: 5_000, patienceMs }, otherwise);
      }
    }
  },
});
