import { z } from 'zod';

const text = z.string();
const hash = z.string().regex(/^[0-9a-f]{64}$/);

/** The document of `rehearse --json`, format 1. docs/rehearsal.schema.json is generated from it. */
export const rehearsalDocument = z.object({
  format: z.literal(1),
  verdict: z.enum(['released', 'nothing-to-do', 'held', 'refused', 'failed', 'incomplete']),
  exitCode: z.int(),
  repository: text.describe('owner/name in the rehearsal'),
  version: text.optional().describe('the version that would be released'),
  tag: text.optional(),
  commit: text.optional().describe('full SHA of the released commit in the rehearsal'),
  artifacts: z.array(
    z.object({
      name: text,
      size: z.int().describe('bytes'),
      sha256: hash.describe('SHA-256 in the plan'),
      release: hash.optional().describe('SHA-256 on the GitHub release'),
      index: hash.optional().describe('SHA-256 on the index'),
      equal: z.boolean(),
      testedOn: z.array(text).describe('Python versions that the tests of these bytes passed on'),
    }),
  ),
  pythons: z.object({
    tested: z.array(text),
    missing: z.array(text).describe('configured Python versions that are not installed here'),
  }),
  skipped: z.array(text).describe('checks that were skipped on request'),
  waits: z.record(text, z.object({ real: text, rehearsed: text })),
  attestations: z.literal('off'),
  steps: z.array(
    z.object({
      stage: text,
      step: text,
      outcome: z.enum(['settled', 'done', 'would-act', 'held', 'refused', 'failed', 'cancelled', 'not-run']),
      decision: text.optional(),
      because: text,
      did: text.optional().describe('the action, if the outcome is done'),
      durationMs: z.number(),
      notes: z.array(text).optional(),
      error: z.object({ code: text, message: text, hint: text.optional() }).optional(),
      run: text.optional().describe('the trigger of the stage, if it ran more than once'),
    }),
  ),
  requests: z.record(text, z.record(text, z.int())).describe('number of requests, by stage and service'),
  effects: z.array(text).describe('every change to an external service, in order'),
  error: z.object({ code: text, message: text, hint: text.optional() }).optional(),
  durationMs: z.number(),
});

/** See {@link rehearsalDocument}. */
export type RehearsalDocument = z.infer<typeof rehearsalDocument>;
