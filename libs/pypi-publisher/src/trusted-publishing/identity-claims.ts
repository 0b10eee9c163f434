/** The claims that decide whether an index trusts a run, in the order in which they are shown. */
const SHOWN = [
  'iss',
  'aud',
  'sub',
  'repository',
  'repository_owner',
  'repository_owner_id',
  'workflow_ref',
  'job_workflow_ref',
  'ref',
  'environment',
  'event_name',
  'exp',
] as const;

/** The claims of an identity token, decoded without checking its signature. Empty when the token is not a JWT. */
export type IdentityClaims = Readonly<Record<string, unknown>>;

/** Decodes the payload of a JWT. For messages only: nothing is verified. */
export function decodeClaims(jwt: string): IdentityClaims {
  try {
    const payload: unknown = JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return payload !== null && typeof payload === 'object' ? (payload as IdentityClaims) : {};
  } catch {
    return {};
  }
}

/** The trusted publisher whose registration matches a set of claims. */
export interface MatchingPublisher {
  readonly owner: string;
  readonly repository: string;
  /** The file name below `.github/workflows`. */
  readonly workflow: string;
  readonly environment: string | undefined;
}

/** Derives the matching registration, or `undefined` when the claims do not contain it. */
export function matchingPublisher(claims: IdentityClaims): MatchingPublisher | undefined {
  const [owner, repository] = textOf(claims, 'repository')?.split('/') ?? [];
  const workflow = textOf(claims, 'job_workflow_ref')?.split('@')[0]?.split('/').at(-1);
  if (owner === undefined || repository === undefined || workflow === undefined) return undefined;
  return { owner, repository, workflow, environment: textOf(claims, 'environment') };
}

/**
 * Explains why an index may have refused an identity token: the claims, the registration that would match them, and likely mistakes. The
 * token itself is never included.
 */
export function diagnoseClaims(claims: IdentityClaims): string {
  const lines = ['Claims of the identity token (for debugging; not a template for the configuration):'];
  for (const name of SHOWN) lines.push(`  ${name}: ${textOf(claims, name) ?? 'MISSING'}`);
  const publisher = matchingPublisher(claims);
  if (publisher !== undefined) {
    lines.push(
      'A trusted publisher that matches them:',
      `  owner: ${publisher.owner}`,
      `  repository: ${publisher.repository}`,
      `  workflow: ${publisher.workflow}`,
      `  environment: ${publisher.environment ?? '(none)'}`,
    );
  }
  return [...lines, ...advice(claims)].join('\n');
}

function advice(claims: IdentityClaims): string[] {
  const lines: string[] = [];
  const [workflow, job] = [textOf(claims, 'workflow_ref'), textOf(claims, 'job_workflow_ref')];
  if (textOf(claims, 'environment') === undefined) {
    lines.push('The job has no environment; a publisher that is registered with one never matches it.');
  }
  if (textOf(claims, 'event_name') === 'pull_request_target') {
    lines.push('The run was started by pull_request_target, which indexes do not trust.');
  }
  if (workflow !== undefined && job !== undefined && workflow !== job) {
    lines.push(
      'The job is in a reusable workflow; move the publishing job into the workflow that starts the run.',
    );
  }
  lines.push(
    'PyPI and TestPyPI have separate registrations, and a renamed repository or owner needs a new one.',
  );
  return lines;
}

function textOf(claims: IdentityClaims, name: string): string | undefined {
  const value = claims[name];
  if (typeof value === 'number') return String(value);
  // Claims are printed: no line breaks, and nothing that a CI runner could take for a command.
  return typeof value === 'string' ? value.replace(/\s+/g, ' ').replaceAll('::', ': :') : undefined;
}
