import type { Token } from '../model.ts';
import type { Repository } from '../repository.ts';
import type { GitHubState } from '../state.ts';
import { may } from '../tokens.ts';
import { FieldProblem } from './problem.ts';

/** Who looks at what. */
export interface Viewer {
  readonly state: GitHubState;
  readonly token: Token;
  readonly repository: Repository;
}

/** Refuses a field the token has no permission for. */
export function demand(viewer: Viewer, key: string, level: 'read' | 'write'): void {
  if (may(viewer.token, viewer.repository, key, level)) return;
  throw new FieldProblem('FORBIDDEN', 'Resource not accessible by integration');
}
