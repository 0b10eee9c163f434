import { Refusal } from '../model/refusal.ts';
import type { Call } from './gateway.ts';

/** Refuses requests to an empty repository with 409, as most of the API for git data does. */
export function requireCommits({ repository }: Call): void {
  if (repository.git.refs('refs/heads/').size === 0) throw new Refusal(409, 'Git Repository is empty.');
}
