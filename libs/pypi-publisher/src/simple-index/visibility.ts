import type { Clock } from '@heroku-release/release-kit';
import { PypiError } from '../errors.ts';
import { differenceOf } from './expected-file.ts';
import type { ExpectedFile } from './expected-file.ts';
import type { IndexClient } from './index-client.ts';
import type { IndexFile } from './index-file.ts';

/** How often and for how long the index is polled, in milliseconds. */
export interface PollingOptions {
  /** Delays before the second, third, ... check; the last one repeats. Default 2, 4, 8, 15, 30 s. */
  readonly waitsMs?: readonly number[] | undefined;
  /** Default 15 minutes. */
  readonly budgetMs?: number | undefined;
}

/** The files that the index shows once all are visible or the budget is used up. */
export interface Visibility {
  readonly visible: readonly string[];
  /** Not shown yet. After a successful upload this is only a warning: cached index pages may be up to an hour old. */
  readonly missing: readonly string[];
}

const DEFAULT_WAITS_MS: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000];
const DEFAULT_BUDGET_MS = 15 * 60_000;

/** Dependencies and options of `awaitVisible`. */
export interface VisibilityIo {
  readonly index: IndexClient;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Called before each wait. */
  readonly onWait?: ((message: string) => void) | undefined;
}

/** Polls the index until it shows all files or the budget is used up; each check is one request. */
export async function awaitVisible(
  name: string,
  files: readonly ExpectedFile[],
  polling: PollingOptions,
  io: VisibilityIo,
): Promise<Visibility> {
  const waits = polling.waitsMs ?? DEFAULT_WAITS_MS;
  const end = io.clock.now() + (polling.budgetMs ?? DEFAULT_BUDGET_MS);
  for (let check = 0; ; check += 1) {
    const { visible, missing } = compare(files, await listOnce(name, io));
    const wait = waits[Math.min(check, waits.length - 1)] ?? 30_000;
    if (missing.length === 0 || io.clock.now() + wait > end) return { visible, missing };
    io.onWait?.(`the index does not show ${missing.join(', ')} yet`);
    await io.clock.sleep(wait, io.signal);
  }
}

async function listOnce(name: string, io: VisibilityIo): Promise<IndexFile[]> {
  try {
    return await io.index.listFiles(name, { attempts: 1, signal: io.signal });
  } catch (error) {
    // An unavailable index may show the file later; a page that cannot be parsed never will.
    if (error instanceof PypiError && error.code === 'PYPI_INDEX_UNAVAILABLE') return [];
    throw error;
  }
}

function compare(files: readonly ExpectedFile[], indexFiles: readonly IndexFile[]): Visibility {
  const visible: string[] = [];
  const missing: string[] = [];
  for (const file of files) {
    const found = indexFiles.find(({ filename }) => filename === file.filename);
    if (found === undefined) {
      missing.push(file.filename);
      continue;
    }
    const difference = differenceOf(file, found);
    if (difference !== undefined) {
      throw new PypiError('PYPI_INDEX_MISMATCH', `${file.filename}: the index shows ${difference}`, {
        hint: 'The file on the index is not the file that was released. Yank the version on the index and fix forward with a new one.',
      });
    }
    visible.push(file.filename);
  }
  return { visible, missing };
}
