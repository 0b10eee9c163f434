import { z } from 'zod';
import { FlowError } from '../errors.ts';
import { settingsSchema } from '@heroku-release/release-history';

/** The name of the plan's file, next to the built files, in the artifact and on the GitHub release. */
export const PLAN_FILE = 'release-plan.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** Format 1 of release-plan.json. Unknown keys are refused, because the same major version writes and reads a plan. */
export const releasePlanSchema = z.strictObject({
  format: z.literal(1),
  /** The name of the project, as in the built metadata. */
  name: z.string(),
  /** Canonical PEP 440 version. */
  version: z.string(),
  tag: z.string(),
  /** The full SHA of the released commit, the merge of the release pull request. */
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  /** `owner/name` on GitHub. */
  repository: z.string(),
  /** The component's slug in TPS. */
  component: z.string(),
  prerelease: z.boolean(),
  settings: settingsSchema,
  artifacts: z
    .array(
      z.strictObject({
        name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
        kind: z.enum(['wheel', 'sdist']),
        /** Bytes. */
        size: z.int().positive(),
        sha256,
      }),
    )
    .min(1),
  /** The subject of the tests: the installed wheel, or the source tree if the repository's own test command uses that. */
  tested: z.enum(['wheel', 'source-tree', 'nothing']),
  /** The tested bytes and the result for each Python. */
  tests: z.array(
    z.strictObject({
      python: z.string(),
      interpreter: z.string().optional(),
      outcome: z.enum(['passed', 'skipped']),
      /** SHA-256 of the tested wheel. */
      sha256,
    }),
  ),
  lint: z.enum(['passed', 'skipped']),
  attestations: z.literal('off'),
  /** The changelog section of this version, as Markdown without the heading. */
  notes: z.string(),
});

/** The plan of a release. package writes it next to the built files, and it accompanies them until they are published. */
export type ReleasePlan = z.infer<typeof releasePlanSchema>;

/** Parses a plan. Errors: `PLAN_INVALID`. */
export function parseReleasePlan(text: string): ReleasePlan {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FlowError('PLAN_INVALID', `${PLAN_FILE} is not JSON`, { cause, hint: REBUILD });
  }
  const result = releasePlanSchema.safeParse(value);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new FlowError('PLAN_INVALID', `${PLAN_FILE}: ${where}: ${issue?.message ?? 'invalid'}`, {
    hint: REBUILD,
  });
}

const REBUILD = 'Run Package Library again for the release merge; it writes a new plan.';

/** Renders a plan as JSON. The same plan gives the same bytes. */
export function renderReleasePlan(plan: ReleasePlan): string {
  return `${JSON.stringify(releasePlanSchema.parse(plan), null, 2)}\n`;
}
