import { act, settled, Unobservable, Wait } from '@heroku-release/release-kit';
import type { Step } from '@heroku-release/release-kit';
import type { LockAnswer } from '@heroku-release/tps-client';
import { known } from '../known.ts';
import { parseDuration } from '../settings/duration.ts';
import type { PublishContext, PublishTools } from './context.ts';
import { isOut } from './context.ts';

interface Ask {
  readonly component: string;
  readonly sha: string;
  readonly everyMs: number;
  readonly patienceMs: number;
}

/**
 * The moratorium check and release lock. TPS cannot be asked what it holds, so every run asks for the lock again, which is safe
 * for the same commit. Held: waits visibly, then gives up with nothing changed.
 */
export function lockStep(
  tools: PublishTools,
  name: 'lock' | 'lock-again',
): Step<PublishContext, LockAnswer, Ask> {
  return {
    name,
    needs: [],
    observe: () => Promise.resolve(new Unobservable('TPS cannot be asked which locks it holds')),
    decide: (context) => {
      if (isOut(context)) return settled('the release is out; no lock is needed');
      const settings = known(context.settings, 'the settings');
      const action = {
        component: componentOf(context, tools),
        sha: known(context.tag, 'the tag').commitSha,
        everyMs: parseDuration(settings.wait['lock-every']) ?? 0,
        patienceMs: parseDuration(settings.wait.lock) ?? 0,
      };
      const again = name === 'lock' ? '' : ' again, right before what cannot be taken back';
      return act(
        action,
        `asking TPS for the lock of ${action.component}${again}`,
        `granted for ${action.component}${again}`,
      );
    },
    act: async ({ component, sha, everyMs, patienceMs }, io) => {
      const answer = await tools.tps.requestLock(
        { component, sha },
        {
          signal: io.signal,
          onTrouble: ({ because }) => {
            io.progress(because);
          },
        },
      );
      if (answer.kind === 'granted') return answer;
      return new Wait(`held: ${answer.because}`, {
        everyMs: Math.max(everyMs, answer.retryAfterMs ?? 0),
        patienceMs,
      });
    },
    learn: (context) => context,
  };
}

/** The component slug in TPS: the setting, else the repository's name. */
export function componentOf({ settings }: PublishContext, { repository }: PublishTools): string {
  return settings?.component ?? repository.split('/')[1] ?? repository;
}
