import { isCommitSha, isComponentSlug } from '@heroku-release/tps-client';
import { ChangeRecordError } from './errors.ts';

/** The facts about a release that compliance needs. */
export interface ChangeRecord {
  /** The component slug, such as `heroku-applink-python`. */
  readonly component: string;
  /** The full sha of the released commit. */
  readonly sha: string;
  /** E-mail address of the person who released. Register it in the redactor of the program. */
  readonly actorEmail: string;
  /** Default `production`. */
  readonly stage?: string | undefined;
  /** Default `Deploy <sha> of <component> in <stage>`. */
  readonly description?: string | undefined;
  /** UUID of a Heroku app; the release of a library has none. */
  readonly appId?: string | undefined;
}

/**
 * Makes the request body for a record and fills in the defaults.
 *
 * Errors: `CHANGE_RECORD_INVALID`; its message never shows the e-mail address.
 */
export function recordBody(record: ChangeRecord): object {
  const { component, sha, actorEmail, stage = 'production', appId } = record;
  const description = record.description ?? `Deploy ${sha} of ${component} in ${stage}`;
  check(isComponentSlug(component), 'the component slug is empty or contains white space or path steps');
  check(isCommitSha(sha), 'the sha is not a full commit sha');
  check(/^[^\s@]+@[^\s@]+$/.test(actorEmail), 'the actor is not an e-mail address', ACTOR_HINT);
  check(/^[\w.-]{1,100}$/.test(stage), 'the stage is not a single word');
  check(description.trim() !== '', 'the description is empty');
  return {
    component_slug: component,
    // JSON leaves an undefined app_id out.
    release: { sha, actor_email: actorEmail, stage, description, app_id: appId },
  };
}

const ACTOR_HINT = 'Set ACTOR_EMAIL (or TPS_API_RELEASE_ACTOR_EMAIL) from the environment change_management.';

function check(holds: boolean, problem: string, hint = 'Correct it and make the record again.'): void {
  if (!holds) throw new ChangeRecordError('CHANGE_RECORD_INVALID', `change record: ${problem}`, { hint });
}
