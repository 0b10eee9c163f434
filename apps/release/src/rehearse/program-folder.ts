import { join } from 'node:path';

/** What the built program carries beside its code. */
export const PROGRAM = {
  /** The command line itself. */
  cli: join(import.meta.dirname, 'cli.js'),
  /** The stage apps as actions, by the name of their stage. */
  actions: join(import.meta.dirname, 'actions'),
  /** The workflows that `init` writes. */
  workflows: join(import.meta.dirname, 'templates', 'workflows'),
  /** The example library and its history. */
  examples: join(import.meta.dirname, 'examples'),
} as const;
