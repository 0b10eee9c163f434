import type { ReleasePlan } from '../../plan/release-plan.ts';
import type { LocalFile } from './local-file.ts';

/** Differences between the fetched files and the plan, by name, size and hash. Pure. */
export function filesUnlikePlan(plan: ReleasePlan, files: readonly LocalFile[]): string[] {
  const problems: string[] = [];
  for (const planned of plan.artifacts) {
    const file = files.find(({ name }) => name === planned.name);
    if (file === undefined) problems.push(`${planned.name} is in the plan but not in the artifact`);
    else if (file.sha256 !== planned.sha256 || file.size !== planned.size) {
      problems.push(`${planned.name} is not the file of the plan (sha256 ${file.sha256})`);
    }
  }
  for (const { name } of files) {
    if (!plan.artifacts.some((planned) => planned.name === name)) {
      problems.push(`${name} is in the artifact but not in the plan`);
    }
  }
  return problems;
}
