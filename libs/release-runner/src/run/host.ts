import type { Value } from '../workflow/template.ts';

/** Something that happened in a repository of the host. */
export interface HostEvent {
  /** Name of the event, such as `push`. */
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Full ref that `GITHUB_REF` shows. */
  readonly ref: string;
  /** The commit; the tag object of an annotated tag will do. */
  readonly sha: string;
  readonly actor: string;
  /** False for what a job token did and what therefore must start nothing. */
  readonly startsRuns: boolean;
  /** Of `workflow_dispatch`: path of the workflow file. */
  readonly workflow?: string;
  /** Of `workflow_dispatch`: the run id that the caller was told. */
  readonly runId?: number;
}

/** A repository of the host. */
export interface HostRepository {
  readonly fullName: string;
  readonly id: number;
  readonly owner: { readonly id: number };
  readonly defaultBranch: string;
  /** The bare repository on disk. */
  readonly git: { readonly directory: string };
}

/** What the runner tells the host about a new run. */
export interface HostRun {
  readonly repository: string;
  readonly workflow: { readonly path: string; readonly name: string };
  /** The run's title: `run-name`, evaluated. */
  readonly displayTitle: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  /** Where the head commit comes from, such as a fork. */
  readonly headRepository: string;
  readonly actor: string;
  /** An id that somebody was told already. */
  readonly id?: number;
}

/** How far a run is. */
export interface HostRunState {
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'skipped';
  /** Set when a run is started again. */
  readonly attempt?: number;
}

/** A zip that was kept for a run. */
export interface HostArtifact {
  readonly id: number;
  readonly size_in_bytes: number;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

/** What the runner needs of GitHub. */
export interface ActionsGitHub {
  /** Calls the listener for every event of every repository, in order. */
  onEvent(listener: (event: HostEvent) => void): unknown;
  /** The repository `owner/name`; undefined when there is none. */
  repository(fullName: string): HostRepository | undefined;
  /** A token for one job with exactly these permissions. */
  issueToken(request: {
    readonly repository: string;
    readonly actor: string;
    readonly kind: 'job';
    readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
    readonly label: string;
    readonly runId: number;
  }): string;
  /** Ends a token: the job is over. */
  revokeToken(token: string): void;
  /** Registers a run before its first job; the answer has its id and its number within the workflow. */
  createRun(run: HostRun): { readonly id: number; readonly number: number };
  /** Tells how far a run is. A completed one raises `workflow_run`. */
  updateRun(id: number, state: HostRunState): void;
  /** Throws for a name that the service refuses, and for a second artifact of the name in one attempt unless it overwrites. */
  storeArtifact(artifact: {
    readonly runId: number;
    readonly name: string;
    readonly zip: Uint8Array;
    readonly retentionDays: number;
    readonly overwrite: boolean;
  }): HostArtifact;
  /** The zip of an artifact; undefined when there is none of the id, or it has expired. */
  artifactZip(id: number): Uint8Array | undefined;
}

/** What the runner needs of the identity issuer. */
export interface ActionsIdentity {
  /** Where a job asks for its identity token, and the secret it asks with. */
  requestToken(claims: IdentityClaims): { readonly url: string; readonly token: string };
  /** Ends a job's right to ask. */
  revoke(token: string): void;
}

/** The claims of a job, as GitHub puts them into its identity tokens. */
export interface IdentityClaims {
  readonly repository: string;
  readonly repository_owner: string;
  readonly repository_owner_id: string;
  readonly repository_id: string;
  readonly job_workflow_ref: string;
  readonly workflow_ref: string;
  readonly ref: string;
  readonly sha: string;
  readonly event_name: string;
  readonly sub: string;
  readonly [claim: string]: string | undefined;
}

/** The far sides that the runner plays against, reduced to what it needs of them. */
export interface ActionsHost {
  readonly github: ActionsGitHub;
  readonly identity: ActionsIdentity;
  /** Base URLs by the name of their variable; they go into every job. */
  readonly endpoints: {
    readonly GITHUB_API_URL: string;
    readonly GITHUB_GRAPHQL_URL: string;
    readonly GITHUB_SERVER_URL: string;
  };
}

/** A key of an object that came from outside; `undefined` when there is none. */
export function pick(value: unknown, ...path: readonly string[]): Value | undefined {
  let at: unknown = value;
  for (const key of path) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at as Value | undefined;
}

/** The same, when it is a text. */
export function pickText(value: unknown, ...path: readonly string[]): string | undefined {
  const found = pick(value, ...path);
  return typeof found === 'string' ? found : undefined;
}
