import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import type { Copies } from './copies.ts';
import type { ReleaseUnderTest } from './find-published-release.ts';
import type { TagUnderTest } from './find-version-tag.ts';
import type { IndexCopies } from './hash-index-files.ts';
import { judge, tableOf } from './judge.ts';
import type { Judgement } from './judge.ts';
import type { PlanUnderTest } from './read-published-plan.ts';

interface Facts {
  readonly tag: TagUnderTest;
  readonly release: ReleaseUnderTest;
  readonly plan: PlanUnderTest;
  readonly assets: Copies;
  readonly index: IndexCopies;
}

/** Everything that was found, as one table with its verdict. No request. */
export const compareCopies = check({
  needs: [],
  observe: () => Promise.resolve(undefined),
  decide: ({ tag, release, plan, assets, index }: Facts): CheckDecision<Judgement> => {
    const findings = [...tag.findings, ...release.findings, ...plan.findings];
    const judgement = judge(findings, tableOf(plan.plan, assets, index));
    const { verdict, rows } = judgement;
    return settled(judgement, `${rows.length} files compared in plan, GitHub release and index: ${verdict}`);
  },
});
