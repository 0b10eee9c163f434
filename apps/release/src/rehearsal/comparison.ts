import type { ReleasePlan } from '@heroku-release/release-flow';

/** One built file in the three places where it must be identical: plan, GitHub release and index. */
export interface ComparedArtifact {
  readonly name: string;
  /** Bytes, from the plan. */
  readonly size: number;
  /** From the plan. */
  readonly sha256: string;
  /** On the GitHub release; undefined when the file is missing there. */
  readonly release?: string | undefined;
  /** On the index; undefined when the file is missing there. */
  readonly index?: string | undefined;
  readonly equal: boolean;
  /** Pythons that these bytes were tested on. */
  readonly testedOn: string[];
}

/** Compares the planned hashes with those of the GitHub release and the index. Pure. */
export function compareArtifacts(
  plan: ReleasePlan,
  release: ReadonlyMap<string, string>,
  index: ReadonlyMap<string, string>,
): ComparedArtifact[] {
  return plan.artifacts.map(({ name, size, sha256 }) => {
    const found = { release: release.get(name), index: index.get(name) };
    return {
      name,
      size,
      sha256,
      ...found,
      equal: found.release === sha256 && found.index === sha256,
      testedOn: plan.tests
        .filter((test) => test.outcome === 'passed' && test.sha256 === sha256)
        .map(({ python }) => python),
    };
  });
}
