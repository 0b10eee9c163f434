import { act, effect, settled, Unobservable, Wait } from '@heroku-release/release-kit';
import type { EffectDecision, StepIo } from '@heroku-release/release-kit';
import { componentOf, parseDuration } from '@heroku-release/release-history';
import type { ReleaseTag } from './find-tag.ts';
import type { Releases } from './release-of-tag.ts';
import type { FileChecks } from './check-files.ts';
import { planUploads } from '@heroku-release/pypi-publisher';
import type { PublishInput } from './publish-input.ts';

type Facts = PublishInput & { readonly tag: ReleaseTag; readonly release: Releases };

/** TPS has no request that lists locks. */
const observe = () => Promise.resolve(new Unobservable('TPS cannot be asked which locks it holds'));

/**
 * The moratorium check and release lock. Every run requests the lock again, which is safe for the same commit. While it is held
 * the step waits visibly, then gives up with nothing changed.
 */
export const requestLock = effect({
  needs: [],
  observe,
  decide: ({ services, tag, release }: Facts): EffectDecision<undefined, undefined> => {
    if (release.current?.draft === false) {
      return settled(
        undefined,
        'the GitHub release is public; only a missing file on the index needs the lock',
      );
    }
    const component = componentOf(tag.settings, services.repository);
    return act(undefined, `requesting the lock of ${component} from TPS`, `granted for ${component}`);
  },
  act: async (_action: undefined, facts: Facts, io: StepIo) => await lock(facts, io),
});

/** The same request directly before the irreversible effects: a moratorium may have begun in the meantime. */
export const requestLockAgain = effect({
  needs: [],
  observe,
  decide: ({
    services,
    tag,
    release,
    checks,
  }: Facts & { readonly checks: FileChecks }): EffectDecision<undefined, undefined> => {
    const { missing } = planUploads(checks.distributions, checks.indexFiles);
    if (release.current?.draft === false && missing.length === 0) {
      return settled(undefined, 'the release is out; no lock is needed');
    }
    const component = componentOf(tag.settings, services.repository);
    return act(
      undefined,
      `requesting the lock of ${component} from TPS again, directly before the irreversible steps`,
      `granted for ${component} again`,
    );
  },
  act: async (_action: undefined, facts: Facts, io: StepIo) => await lock(facts, io),
});

async function lock({ services, tag }: Facts, io: StepIo): Promise<undefined | Wait> {
  const { settings, commitSha } = tag;
  const { locks } = services.changeManagement();
  const answer = await locks.requestLock(
    { component: componentOf(settings, services.repository), sha: commitSha },
    {
      signal: io.signal,
      onRetry: ({ because }) => {
        io.progress(because);
      },
    },
  );
  if (answer.kind === 'granted') return undefined;
  const everyMs = parseDuration(settings.wait['lock-every']) ?? 0;
  return new Wait(`held: ${answer.because}`, {
    everyMs: Math.max(everyMs, answer.retryAfterMs ?? 0),
    patienceMs: parseDuration(settings.wait.lock) ?? 0,
  });
}
