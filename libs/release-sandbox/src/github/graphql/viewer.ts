import type { PullRequest } from '../model/pull-request.ts';
import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import type { GitHubState } from '../model/state.ts';
import { hasPermission } from '../domain/tokens.ts';
import { FieldProblem } from './problem.ts';

/** The token that reads, and the repository that it reads. */
export interface Viewer {
  readonly state: GitHubState;
  readonly token: Token;
  readonly repository: Repository;
  /** Views a pull request. Commits and pull requests refer to each other; this keeps their files independent. */
  readonly viewPull: (pull: PullRequest) => object;
}

/** Refuses a field for which the token lacks the permission. */
export function requirePermission(viewer: Viewer, key: string, level: 'read' | 'write'): void {
  if (hasPermission(viewer.token, viewer.repository, key, level)) return;
  throw new FieldProblem('FORBIDDEN', 'Resource not accessible by integration');
}
