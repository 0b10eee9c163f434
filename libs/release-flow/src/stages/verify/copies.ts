import type { FileDigest } from '@heroku-release/release-kit';
import { ReleaseError } from '@heroku-release/release-kit';
import type { ReleasePlan } from '../../plan/release-plan.ts';

/** A file as the plan describes it. */
export type PlannedFile = ReleasePlan['artifacts'][number];

/** A planned file in one place, compared with the plan. */
export interface Copy {
  readonly state: 'same' | 'different' | 'missing' | 'unread';
  /** SHA-256 of the bytes that were downloaded; undefined when there were none, or too many. */
  readonly sha256?: string | undefined;
  /** Why it is not the same; undefined for `same`. */
  readonly because?: string | undefined;
  /** Why it could not be read. */
  readonly error?: ReleaseError | undefined;
}

/** The files of one place: the GitHub release or the index. */
export interface Copies {
  /** By file name, one for each planned file. */
  readonly planned: ReadonlyMap<string, Copy>;
  /** Files of this version that no plan mentions. */
  readonly extra: readonly string[];
}

/** Compares downloaded bytes with the plan. Pure. */
export function copyOf(planned: PlannedFile, { size, sha256 }: FileDigest): Copy {
  if (sha256 === planned.sha256 && size === planned.size) return { state: 'same', sha256 };
  return { state: 'different', sha256, because: `${size} bytes with SHA-256 ${sha256}` };
}

/** Limits how many bytes of a file are read: a longer file is different, but up to its listed size its hash is worth showing. Pure. */
export function sizeLimit(planned: PlannedFile, listed: number | undefined): number {
  return Math.min(Math.max(planned.size, listed ?? 0), LARGEST_FILE);
}

const LARGEST_FILE = 1024 * 1024 * 1024;

/** A copy that could not be read. Rethrows what is not an error of a service. */
export function unread(error: unknown): Copy {
  if (!(error instanceof ReleaseError)) throw error;
  return { state: 'unread', because: error.message, error };
}

/** Said in place of {@link describeCopies} where there is no plan. */
export const NOTHING_PLANNED = 'nothing to compare without a plan';

/** Counts the files that are the same, and names every other one. Pure. */
export function describeCopies(place: string, { planned, extra }: Copies): string {
  const same = [...planned.values()].filter(({ state }) => state === 'same').length;
  const others = [...planned].flatMap(([name, { state }]) => (state === 'same' ? [] : [`${name} ${state}`]));
  const all = [...others, ...extra.map((name) => `${name} extra`)];
  return [`${same} of ${planned.size} planned files are ${place}`, ...all].join('; ');
}
