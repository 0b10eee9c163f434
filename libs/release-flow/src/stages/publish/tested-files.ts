import { PLAN_FILE } from '../../plan/release-plan.ts';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import type { LocalFile } from './local-file.ts';

/** The plan and the files that were tested, on this machine. */
export interface TestedFiles {
  readonly plan: ReleasePlan;
  /** The built files and the plan. */
  readonly files: readonly LocalFile[];
}

/** The files as they were fetched, or the reason why they cannot be. */
export type FetchedFiles =
  | {
      readonly kind: 'fetched';
      /** Where they come from, such as `artifact 12 of run 11`. */
      readonly from: string;
      readonly tested: TestedFiles;
      /** Remarks for the report. */
      readonly notes: readonly string[];
    }
  | {
      readonly kind: 'wrong';
      readonly code: 'ARTIFACT_DIFFERS' | 'ARTIFACT_MISSING' | 'PLAN_INVALID';
      readonly because: string;
    };

/** SHA-256 of the plan's file, for the note of the release. Pure. */
export function planHash({ files }: TestedFiles): string | undefined {
  return files.find(({ name }) => name === PLAN_FILE)?.sha256;
}
