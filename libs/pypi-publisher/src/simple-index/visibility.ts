import type { Clock } from '@heroku-release/release-kit';
import { PypiError } from '../errors.ts';
import type { IndexClient } from './index-client.ts';
import type { IndexFile } from './index-page.ts';

/** A file as it must appear on the index. */
export interface ExpectedFile {
  readonly filename: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes; compared where the index shows it. */
  readonly size?: number;
  /** SHA-256 of a wheel's METADATA; compared where the index shows it. */
  readonly metadataSha256?: string;
}

/** When to look again, and for how long. Milliseconds. */
export interface PollingOptions {
  /** Waits before the second, third, ... look; the last one repeats. Default 2, 4, 8, 15, 30 s. */
  readonly waitsMs?: readonly number[];
  /** Default 15 minutes. */
  readonly budgetMs?: number;
}

/** What the index shows after the budget is used up, or as soon as everything is there. */
export interface Visibility {
  readonly visible: readonly string[];
  /** Not shown yet. After the upload was answered with success this is a warning: copies of index pages may stay old for an hour. */
  readonly missing: readonly string[];
}

/** The waits when nobody sets others. */
export const DEFAULT_WAITS_MS: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000];
/** 15 minutes. */
export const DEFAULT_BUDGET_MS = 15 * 60_000;

/** What `awaitVisible` works with. */
export interface VisibilityIo {
  readonly index: IndexClient;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Told before each wait. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Looks at the index until it shows all files or the budget is used up; one request for each look. */
export async function awaitVisible(
  name: string,
  files: readonly ExpectedFile[],
  polling: PollingOptions,
  io: VisibilityIo,
): Promise<Visibility> {
  const waits = polling.waitsMs ?? DEFAULT_WAITS_MS;
  const end = io.clock.now() + (polling.budgetMs ?? DEFAULT_BUDGET_MS);
  for (let look = 0; ; look += 1) {
    const seen = await peek(name, io);
    const { visible, missing } = compare(files, seen);
    const wait = waits[Math.min(look, waits.length - 1)] ?? 30_000;
    if (missing.length === 0 || io.clock.now() + wait > end) return { visible, missing };
    io.onWait?.(`the index does not show ${missing.join(', ')} yet`);
    await io.clock.sleep(wait, io.signal);
  }
}

async function peek(name: string, io: VisibilityIo): Promise<IndexFile[]> {
  try {
    return await io.index.files(name, { attempts: 1, signal: io.signal });
  } catch (error) {
    // An index in trouble is one that does not show the file yet; a page that is no index page never will.
    if (error instanceof PypiError && error.code === 'PYPI_INDEX_UNAVAILABLE') return [];
    throw error;
  }
}

function compare(files: readonly ExpectedFile[], seen: readonly IndexFile[]): Visibility {
  const visible: string[] = [];
  const missing: string[] = [];
  for (const file of files) {
    const found = seen.find(({ filename }) => filename === file.filename);
    if (found === undefined) {
      missing.push(file.filename);
      continue;
    }
    const complaint = differenceOf(file, found);
    if (complaint !== undefined) {
      throw new PypiError('PYPI_INDEX_MISMATCH', `${file.filename}: the index shows ${complaint}`, {
        hint: 'What is on the index is not what was released. Yank the version on the index and fix forward with a new one.',
      });
    }
    visible.push(file.filename);
  }
  return { visible, missing };
}

/** In what a file on the index differs from the expected one, or `undefined`. */
export function differenceOf(expected: ExpectedFile, found: IndexFile): string | undefined {
  if (found.sha256 === undefined) return 'no SHA-256';
  if (found.sha256 !== expected.sha256) return `SHA-256 ${found.sha256}, expected ${expected.sha256}`;
  if (found.size !== undefined && expected.size !== undefined && found.size !== expected.size) {
    return `${found.size} bytes, expected ${expected.size}`;
  }
  if (
    found.metadataSha256 !== undefined &&
    expected.metadataSha256 !== undefined &&
    found.metadataSha256 !== expected.metadataSha256
  ) {
    return `metadata with SHA-256 ${found.metadataSha256}, expected ${expected.metadataSha256}`;
  }
  if (found.yanked !== false)
    return typeof found.yanked === 'string' ? `it yanked (${found.yanked})` : 'it yanked';
  return undefined;
}
