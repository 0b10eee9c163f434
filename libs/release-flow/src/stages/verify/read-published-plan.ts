import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision } from '@heroku-release/release-kit';
import { formatVersion, parseTagName } from '@heroku-release/versioning';
import { FlowError } from '../../errors.ts';
import { checkPlan, untestedPythons } from '../../plan/check-plan.ts';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { downloadAsset } from './download-asset.ts';
import { because } from './finding.ts';
import type { Finding, Found } from './finding.ts';
import type { ReleaseUnderTest } from './find-published-release.ts';
import type { TagUnderTest } from './find-version-tag.ts';
import type { VerifyInput } from './verify-input.ts';

/** A plan is a few kilobytes and the notes of the release. */
const LARGEST_PLAN = 4 * 1024 * 1024;

/** The plan on the GitHub release. */
export interface PlanUnderTest extends Found {
  /** Undefined when there is none that can be read as a plan. */
  readonly plan: ReleasePlan | undefined;
}

type Facts = VerifyInput & { readonly tag: TagUnderTest; readonly release: ReleaseUnderTest };

type Seen = ReleasePlan | Finding | undefined;

/** The plan from the files of the GitHub release; it agrees with the tag and covers every configured Python. One download. */
export const readPublishedPlan = check({
  needs: ['contents: read'],
  observe: async ({ services, release: { current } }: Facts): Promise<Seen> => {
    if (current === undefined) return undefined;
    const asset = current.assets.find(({ name, state }) => name === PLAN_FILE && state === 'uploaded');
    if (asset === undefined) return { kind: 'missing', text: `the GitHub release has no ${PLAN_FILE}` };
    try {
      return parseReleasePlan(await downloadAsset(services.github, asset, textOf, LARGEST_PLAN));
    } catch (error) {
      if (!(error instanceof FlowError) || error.code !== 'PLAN_INVALID') throw error;
      return { kind: 'different', text: error.message };
    }
  },
  decide: (facts: Facts, seen: Seen): CheckDecision<PlanUnderTest> => {
    if (seen === undefined)
      return settled({ plan: undefined, findings: [] }, 'without a release there is no plan');
    if ('kind' in seen) return settled({ plan: undefined, findings: [seen] }, seen.text);
    const found = { plan: seen, findings: contradictions(facts, seen) };
    return settled(found, because(`the plan of ${seen.artifacts.length} files agrees with the tag`, found));
  },
});

function contradictions({ services, tagName, tag: { tag } }: Facts, plan: ReleasePlan): Finding[] {
  const parsed = parseTagName(tagName, plan.settings['tag-template']);
  const version = parsed === undefined ? 'unknown' : formatVersion(parsed);
  const { repository } = services;
  const texts = checkPlan(plan, { repository, tag: tagName, version, commit: tag.commitSha });
  const untested = untestedPythons(plan);
  if (untested.length > 0) {
    texts.push(`the plan has no passed test of these files on Python ${untested.join(', ')}`);
  }
  return texts.map((text) => ({ kind: 'different', text }));
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
