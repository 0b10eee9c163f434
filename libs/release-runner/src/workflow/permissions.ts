import { entriesOf, literalText } from './template.ts';
import type { Template } from './template.ts';

/** Permissions of a token, by key of `permissions:`. An absent key is `none`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** All keys of `permissions:`; `id-token` has no read level. */
const KEYS = [
  'actions',
  'attestations',
  'checks',
  'contents',
  'deployments',
  'discussions',
  'id-token',
  'issues',
  'packages',
  'pages',
  'pull-requests',
  'security-events',
  'statuses',
];

/** Default of new repositories: read contents and packages. */
const DEFAULT_PERMISSIONS: Permissions = { contents: 'read', packages: 'read' };

/**
 * Returns the permissions of a job: its own `permissions:`, otherwise those of the workflow, otherwise the default of the repository.
 * A key that a mapping leaves out is `none`. The run of a fork's pull request gets read permissions at most.
 */
export function permissionsOf(
  workflow: Template | undefined,
  job: Template | undefined,
  options: { readonly fallback?: Permissions | undefined; readonly fork?: boolean | undefined } = {},
): Permissions {
  const granted = read(job) ?? read(workflow) ?? options.fallback ?? DEFAULT_PERMISSIONS;
  if (options.fork !== true) return granted;
  return Object.fromEntries(
    Object.keys(granted)
      .filter((key) => key !== 'id-token')
      .map((key) => [key, 'read' as const]),
  );
}

function read(template: Template | undefined): Permissions | undefined {
  if (template === undefined) return undefined;
  const all = literalText(template);
  if (all === 'write-all') return Object.fromEntries(KEYS.map((key) => [key, 'write']));
  if (all === 'read-all') {
    return Object.fromEntries(KEYS.filter((key) => key !== 'id-token').map((key) => [key, 'read']));
  }
  const granted: Record<string, 'read' | 'write'> = {};
  for (const { key, value } of entriesOf(template)) {
    const level = literalText(value);
    if (level === 'read' || level === 'write') granted[key] = level;
  }
  return granted;
}
