import { join } from 'node:path';

/** Paths of the files that ship with the built program. */
export const PROGRAM = {
  /** The command line. */
  cli: join(import.meta.dirname, 'cli.js'),
  /** Folder of the stage apps as actions, named after their stages. */
  actions: join(import.meta.dirname, 'actions'),
  /** Folder of the workflow templates. */
  workflows: join(import.meta.dirname, 'templates', 'workflows'),
  /** Folder of the example library and its history. */
  examples: join(import.meta.dirname, 'examples'),
} as const;
