import type { FactsOf, StageReport } from '@heroku-release/release-kit';
import { z } from 'zod';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { exitCodeOf } from '../../report/exit-code.ts';
import type { Cell, Row, VerifyVerdict } from './judge.ts';
import type { verifyStage } from './verify-stage.ts';

const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const place = z.object({
  state: z
    .enum(['same', 'different', 'missing', 'extra', 'unread', 'absent'])
    .describe('compared with the plan; absent: the file is extra elsewhere only'),
  sha256: hash.optional().describe('of the bytes that were downloaded'),
  because: text.optional().describe('why it is not the same'),
});

/** The document of `verify --json`, format 1. docs/verify.schema.json is generated from it. */
export const verifyDocumentSchema = z.object({
  format: z.literal(1),
  verdict: z
    .enum(['same', 'different', 'missing', 'unread'])
    .describe('same: what was tested is what was published'),
  exitCode: z.int(),
  repository: text.describe('owner/name on GitHub'),
  tag: text,
  version: text.optional().describe('as in the plan'),
  commit: text.optional().describe('full SHA of the commit that the tag is on'),
  run: z.int().optional().describe('id of the run that built and tested the files, as the tag says'),
  artifact: z
    .object({ id: z.int(), sha256: hash.describe('of the zip') })
    .optional()
    .describe('the artifact of that run, as the tag says'),
  release: text.optional().describe('page of the GitHub release'),
  project: text.optional().describe('name on the index'),
  record: z
    .enum(['none', 'intent', 'done'])
    .optional()
    .describe('change record, as noted on the GitHub release'),
  tested: z.enum(['wheel', 'source-tree', 'nothing']).optional(),
  pythons: z.array(text).describe('Pythons that these bytes passed on, as the plan says'),
  attestations: z.literal('none'),
  files: z.array(
    z.object({
      name: text,
      plan: z
        .object({ size: z.int().describe('bytes'), sha256: hash })
        .optional()
        .describe('absent for an extra file'),
      release: place,
      index: place,
    }),
  ),
  problems: z.array(text).describe('everything that is not the same'),
  notes: z.array(text).describe('remarks that do not change the verdict, such as a yanked file'),
  error: z.object({ code: text, message: text, hint: text.optional() }).optional(),
  requests: z.record(text, z.int()).describe('by service'),
});

/** See {@link verifyDocumentSchema}. */
export type VerifyDocument = z.infer<typeof verifyDocumentSchema>;

/** What was verified, in the words of the caller. */
export interface VerifiedRelease {
  readonly repository: string;
  readonly tag: string;
}

/** The report of verify as one JSON document. Pure. */
export function verifyDocument(
  { repository, tag }: VerifiedRelease,
  report: StageReport<FactsOf<typeof verifyStage>>,
  sent: readonly { readonly service: string }[],
): VerifyDocument {
  const { facts, steps } = report;
  const { origin, tag: found } = facts.tag ?? {};
  const plan = facts.plan?.plan;
  const error = steps.find((step) => step.error !== undefined)?.error;
  const requests: Record<string, number> = {};
  for (const { service } of sent) requests[service] = (requests[service] ?? 0) + 1;
  return {
    format: 1,
    verdict: verdictOfReport(report),
    exitCode: exitCodeOf(report),
    repository,
    tag,
    version: plan?.version,
    commit: found?.commitSha,
    run: origin?.runId,
    artifact: origin === undefined ? undefined : { id: origin.artifactId, sha256: origin.artifactSha256 },
    release: facts.release?.current?.url,
    project: plan?.name,
    record: facts.release?.note?.record,
    tested: plan?.tested,
    pythons: plan === undefined ? [] : passedOn(plan),
    attestations: 'none',
    files: (facts.comparison?.rows ?? []).map(fileOf),
    problems: [...(facts.comparison?.problems ?? (error === undefined ? [] : [error.message]))],
    notes: steps.flatMap(({ notes = [] }) => notes),
    error: error === undefined ? undefined : { code: error.code, message: error.message, hint: error.hint },
    requests,
  };
}

/** A stage that ended early compared nothing: a refusal means that something is missing, everything else that it was not read. */
function verdictOfReport({ facts, outcome }: StageReport<FactsOf<typeof verifyStage>>): VerifyVerdict {
  return facts.comparison?.verdict ?? (outcome === 'refused' ? 'missing' : 'unread');
}

function passedOn({ tests }: ReleasePlan): string[] {
  return tests.flatMap(({ outcome, python }) => (outcome === 'passed' ? [python] : []));
}

function fileOf({ name, planned, release, index }: Row): VerifyDocument['files'][number] {
  const plan = planned === undefined ? undefined : { size: planned.size, sha256: planned.sha256 };
  return { name, plan, release: placeOf(release), index: placeOf(index) };
}

function placeOf({ state, sha256, because }: Cell): VerifyDocument['files'][number]['release'] {
  return { state, sha256, because };
}
