import { isCommitSha, isComponentSlug } from '@heroku-release/tps-client';
import { ChangeRecordError } from './errors.ts';

/** What compliance wants to know of a release. */
export interface ChangeRecord {
  /** The component slug, such as `heroku-applink-python`. */
  readonly component: string;
  /** The full commit sha that was released. */
  readonly sha: string;
  /** Who released. Register it in the program's redactor. */
  readonly actorEmail: string;
  /** Default `production`. */
  readonly stage?: string;
  /** Default `Deploy <sha> of <component> in <stage>`. */
  readonly description?: string;
  /** UUID of a Heroku app; a library release has none. */
  readonly appId?: string;
}

/**
 * The body that TPS takes for a record, defaults filled in.
 *
 * Errors: `CHANGE_RECORD_INVALID`; it never shows the e-mail address.
 */
export function recordBody(record: ChangeRecord): object {
  const { component, sha, actorEmail, stage = 'production', appId } = record;
  const description = record.description ?? `Deploy ${sha} of ${component} in ${stage}`;
  demand(isComponentSlug(component), 'the component slug is empty or holds white space or path steps');
  demand(isCommitSha(sha), 'the sha is not a full commit sha');
  demand(/^[^\s@]+@[^\s@]+$/.test(actorEmail), 'the actor is not an e-mail address', ACTOR_HINT);
  demand(/^[\w.-]{1,100}$/.test(stage), 'the stage is not a single word');
  demand(description.trim() !== '', 'the description is empty');
  return {
    component_slug: component,
    release: {
      sha,
      actor_email: actorEmail,
      stage,
      description,
      ...(appId === undefined ? {} : { app_id: appId }),
    },
  };
}

const ACTOR_HINT = 'Set ACTOR_EMAIL (or TPS_API_RELEASE_ACTOR_EMAIL) from the environment change_management.';

function demand(holds: boolean, problem: string, hint = 'Correct it and record again.'): void {
  if (!holds) throw new ChangeRecordError('CHANGE_RECORD_INVALID', `change record: ${problem}`, { hint });
}
