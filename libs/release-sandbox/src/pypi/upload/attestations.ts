import { Refusal } from '../model/refusal.ts';

/** The publish predicate's URI is on the documentation host of the index. */
const PUBLISH = /^https:\/\/docs\.[a-z0-9.-]+\/attestations\/publish\/v1$/;
const PROVENANCE = 'https://slsa.dev/provenance/v1';

const refuse = (why: string): Refusal =>
  new Refusal(400, `Invalid attestations supplied during upload: ${why}`);

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  );

const isNonEmptyString = (value: unknown): value is string => typeof value === 'string' && value !== '';

function predicateOf(attestation: unknown, file: { filename: string; sha256: string }): string {
  const entries = at(attestation, 'verification_material', 'transparency_entries');
  const statement = at(attestation, 'envelope', 'statement');
  if (
    at(attestation, 'version') !== 1 ||
    !isNonEmptyString(at(attestation, 'verification_material', 'certificate')) ||
    !isNonEmptyString(at(attestation, 'envelope', 'signature')) ||
    !Array.isArray(entries) ||
    entries.length === 0 ||
    !isNonEmptyString(statement)
  ) {
    throw refuse('Malformed attestation');
  }
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(statement, 'base64').toString('utf8'));
  } catch {
    throw refuse('Malformed statement');
  }
  const subjects = at(body, 'subject');
  const type = at(body, 'predicateType');
  if (!Array.isArray(subjects) || subjects.length !== 1)
    throw refuse('too many subjects in statement (must be exactly one)');
  if (at(subjects[0], 'name') !== file.filename) throw refuse('subject does not match distribution name');
  if (at(subjects[0], 'digest', 'sha256') !== file.sha256)
    throw refuse('subject does not match distribution digest');
  if (typeof type !== 'string' || (!PUBLISH.test(type) && type !== PROVENANCE)) {
    throw refuse(`Attestation with unsupported predicate type: ${String(type)}`);
  }
  return type;
}

/**
 * Parses the attestations of an upload. Checks structure, subject and predicate type, but not certificates, log entries and signatures:
 * that would need a certificate authority and a transparency log.
 */
export function parseAttestations(
  text: string,
  file: { readonly filename: string; readonly sha256: string; readonly byPublisher: boolean },
): readonly unknown[] {
  if (!file.byPublisher) throw refuse('Attestations are only supported when using Trusted Publishing');
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw refuse('Malformed attestations');
  }
  if (!Array.isArray(list) || list.length === 0)
    throw refuse('Malformed attestations: an empty attestation set is not permitted');
  if (list.length > 2) throw refuse('A maximum of 2 attestations per file are supported');
  const types = list.map((attestation) => predicateOf(attestation, file));
  if (new Set(types).size !== types.length)
    throw refuse('Multiple attestations for the same file with the same predicate type are not supported');
  return list as readonly unknown[];
}
