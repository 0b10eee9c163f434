import type { FlowEnvironment } from '@heroku-release/release-flow';
import type { Story } from './story.ts';

/** The release to rehearse. */
export interface RehearsalRequest {
  /** A checkout; default: the example. */
  readonly repo?: string | undefined;
  readonly bump: string;
  readonly skip: readonly ('tests' | 'lint')[];
  /** Length of a change freeze that begins when publish begins, milliseconds. */
  readonly moratoriumMs?: number | undefined;
  /** How long publish waits for the release lock, milliseconds; default: a minute. */
  readonly patienceMs?: number | undefined;
  /** Once held, lift the moratorium and start publish again. */
  readonly lift: boolean;
  readonly mergeMethod: 'merge' | 'squash' | 'rebase';
}

/** The surroundings of a rehearsal. */
export interface RehearsalWorld {
  readonly world: FlowEnvironment;
  readonly story: Story;
  /** An empty folder; the caller removes it. */
  readonly root: string;
  /** A private folder for tools that have to be set up. */
  readonly toolFolder: string;
  /** Path of Node. */
  readonly node: string;
  readonly signal: AbortSignal;
}
