import { Refusal } from '../model/refusal.ts';
import type { Call } from './gateway.ts';

/** Most of the data API answers 409 in a repository without commits. */
export function demandCommits({ repository }: Call): void {
  if (repository.git.refs('refs/heads/').size === 0) throw new Refusal(409, 'Git Repository is empty.');
}
