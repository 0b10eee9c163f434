import type { ReleasePlan } from '@heroku-release/release-flow';

/** One built file in the three places where it must be the same. */
export interface ComparedArtifact {
  readonly name: string;
  /** Bytes, as planned. */
  readonly size: number;
  /** As planned. */
  readonly sha256: string;
  /** On the GitHub release; absent when it is not there. */
  readonly release?: string;
  /** On the index; absent when it is not there. */
  readonly index?: string;
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
    const there = { release: release.get(name), index: index.get(name) };
    return {
      name,
      size,
      sha256,
      ...(there.release === undefined ? {} : { release: there.release }),
      ...(there.index === undefined ? {} : { index: there.index }),
      equal: there.release === sha256 && there.index === sha256,
      testedOn: plan.tests
        .filter((test) => test.outcome === 'passed' && test.sha256 === sha256)
        .map(({ python }) => python),
    };
  });
}
