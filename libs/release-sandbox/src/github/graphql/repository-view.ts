import type { PullRequest } from '../model/pull-request.ts';
import type { Release } from '../model/release.ts';
import { hasPermission } from '../domain/tokens.ts';
import { connection } from './connection.ts';
import type { ConnectionArguments } from './connection.ts';
import { objectView, refView } from './git-views.ts';
import { pullView } from './pull-view.ts';
import { releaseView } from './release-view.ts';
import { repositorySummary } from './repository-summary.ts';
import { requirePermission } from './viewer.ts';
import type { Viewer } from './viewer.ts';

interface Order {
  readonly field: string;
  readonly direction: 'ASC' | 'DESC';
}

interface PullArguments extends ConnectionArguments {
  readonly states?: readonly string[] | null;
  readonly baseRefName?: string | null;
  readonly headRefName?: string | null;
  readonly orderBy?: Order | null;
}

interface RefArguments extends ConnectionArguments {
  readonly refPrefix: string;
  readonly query?: string | null;
  readonly direction?: 'ASC' | 'DESC' | null;
  readonly orderBy?: Order | null;
}

/** A `Repository`. */
export function repositoryView(viewer: Viewer) {
  const { state, repository } = viewer;
  const { git } = repository;
  return {
    ...repositorySummary(state, repository),
    defaultBranchRef: () => {
      requirePermission(viewer, 'contents', 'read');
      const ref = repository.branch(repository.defaultBranch);
      return ref === undefined ? null : refView(viewer, ref);
    },
    pullRequest: (args: { readonly number: number }) => {
      requirePermission(viewer, 'pull-requests', 'read');
      const pull = repository.pull(args.number);
      return pull === undefined ? null : pullView(viewer, pull);
    },
    pullRequests: (args: PullArguments) => {
      requirePermission(viewer, 'pull-requests', 'read');
      const pulls = selectPulls(viewer, args).map((pull) => pullView(viewer, pull));
      return connection('pullRequests', pulls, args);
    },
    object: (args: { readonly oid?: string | null; readonly expression?: string | null }) => {
      requirePermission(viewer, 'contents', 'read');
      const expression = args.oid ?? args.expression;
      return expression == null ? null : objectView(viewer, expression);
    },
    ref: (args: { readonly qualifiedName: string }) => {
      requirePermission(viewer, 'contents', 'read');
      const { qualifiedName: name } = args;
      const found = name.startsWith('refs/')
        ? git.ref(name)
        : (git.ref(`refs/heads/${name}`) ?? git.ref(`refs/tags/${name}`));
      return found === undefined ? null : refView(viewer, found);
    },
    refs: (args: RefArguments) => {
      requirePermission(viewer, 'contents', 'read');
      return connection(
        'refs',
        selectRefs(viewer, args).map((ref) => refView(viewer, ref)),
        args,
      );
    },
    release: (args: { readonly tagName: string }) => {
      requirePermission(viewer, 'contents', 'read');
      const release = repository.publishedRelease(args.tagName);
      return release === undefined ? null : releaseView(viewer, release);
    },
    latestRelease: () => {
      requirePermission(viewer, 'contents', 'read');
      const release = repository.releases.find((each) => each.id === repository.latestReleaseId);
      return release === undefined ? null : releaseView(viewer, release);
    },
    releases: (args: ConnectionArguments & { readonly orderBy?: Order | null }) => {
      requirePermission(viewer, 'contents', 'read');
      const releases = selectReleases(viewer, args.orderBy ?? null);
      return connection(
        'releases',
        releases.map((release) => releaseView(viewer, release)),
        args,
      );
    },
  };
}

function selectPulls({ state, repository }: Viewer, args: PullArguments): PullRequest[] {
  const stateOf = (pull: PullRequest) => (pull.mergedAtMs === null ? pull.state.toUpperCase() : 'MERGED');
  const key = args.orderBy?.field === 'UPDATED_AT' ? 'updatedAtMs' : 'createdAtMs';
  const found = repository.pulls
    .filter((pull) => state.nowMs - pull.createdAtMs >= state.staleness.pullsMs)
    .filter((pull) => args.states == null || args.states.includes(stateOf(pull)))
    .filter((pull) => args.baseRefName == null || pull.baseRef === args.baseRefName)
    .filter((pull) => args.headRefName == null || pull.headRef === args.headRefName)
    .sort((a, b) => a[key] - b[key] || a.number - b.number);
  return args.orderBy?.direction === 'DESC' ? found.reverse() : found;
}

/** Selects refs, ordered by name or by commit date. `direction` alone reverses the names. */
function selectRefs({ repository }: Viewer, args: RefArguments) {
  const { git } = repository;
  const refs = [...git.refs(args.refPrefix.replace(/\/?$/, '/')).values()].filter(
    (ref) => args.query == null || ref.name.slice(args.refPrefix.length).includes(args.query),
  );
  if (args.orderBy?.field === 'TAG_COMMIT_DATE') {
    const dates = git.commitDates(args.refPrefix);
    refs.sort((a, b) => (dates.get(a.name) ?? 0) - (dates.get(b.name) ?? 0));
  }
  return (args.orderBy?.direction ?? args.direction) === 'DESC' ? refs.reverse() : refs;
}

/** Selects releases. Drafts need push access. */
function selectReleases({ state, token, repository }: Viewer, order: Order | null): Release[] {
  const drafts = hasPermission(token, repository, 'contents', 'write');
  const found = repository.releases
    .filter((release) => drafts || !release.draft)
    .filter((release) => state.nowMs - release.createdAtMs >= state.staleness.releasesMs)
    .sort((a, b) =>
      order?.field === 'NAME'
        ? (a.name ?? '').localeCompare(b.name ?? '')
        : a.createdAtMs - b.createdAtMs || a.id - b.id,
    );
  return order?.direction === 'ASC' ? found : found.reverse();
}
