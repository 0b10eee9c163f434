import type { ProcessLike } from '@heroku-release/release-flow';

/** The process of the command line, as its commands use it. */
export interface CommandHost extends ProcessLike {
  cwd(): string;
  readonly execPath: string;
  readonly stdin: { readonly isTTY?: boolean };
  readonly stdout: { write(text: string | Uint8Array): unknown; readonly isTTY?: boolean };
  readonly stderr: { write(text: string): unknown; readonly isTTY?: boolean };
}
