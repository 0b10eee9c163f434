import { entriesOf, literalText } from './template.ts';
import type { Template } from './template.ts';

/** What a token may do, by key of `permissions:`. An absent key is `none`. */
export type Permissions = Readonly<Record<string, 'read' | 'write'>>;

/** Every key a job token can be given; `id-token` has no read. */
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

/** The default of new repositories: reading the contents and packages. */
export const DEFAULT_PERMISSIONS: Permissions = { contents: 'read', packages: 'read' };

/**
 * The rights of a job: its own `permissions:`, else the workflow's, else the repository's default. A key that a mapping leaves out is
 * none. A run of a fork's pull request keeps at most reading.
 */
export function permissionsOf(
  workflow: Template | undefined,
  job: Template | undefined,
  options: { readonly fallback?: Permissions; readonly fork?: boolean } = {},
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
