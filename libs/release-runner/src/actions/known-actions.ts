import { checkout } from './checkout.ts';
import { downloadArtifact } from './download-artifact.ts';
import { setupPython } from './setup-python.ts';
import { setupUv } from './setup-uv.ts';
import { uploadArtifact } from './upload-artifact.ts';
import type { KnownAction } from './known-action.ts';

/** The public actions that are built into the runner, by `owner/name`. */
export const KNOWN_ACTIONS: ReadonlyMap<string, KnownAction> = new Map([
  ['actions/checkout', checkout],
  ['actions/setup-python', setupPython],
  ['astral-sh/setup-uv', setupUv],
  ['actions/upload-artifact', uploadArtifact],
  ['actions/download-artifact', downloadArtifact],
]);

/** Parses `owner/name/path@ref`; `undefined` for `./path` and `docker://image`. */
export function parseUses(uses: string): { readonly action: string; readonly ref: string } | undefined {
  const match = /^([^./@\s:][^@\s:]*\/[^@\s:]+)@(\S+)$/.exec(uses);
  return match === null ? undefined : { action: (match[1] ?? '').replace(/\/$/, ''), ref: match[2] ?? '' };
}
