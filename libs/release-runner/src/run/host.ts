import type { Value } from '../workflow/template.ts';

/** Something that happened in a repository of the host. */
export interface HostEvent {
  /** Name of the event, such as `push`. */
  readonly name: string;
  /** `owner/name`. */
  readonly repository: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Full ref, the value of `GITHUB_REF`. */
  readonly ref: string;
  /** The commit, or the tag object of an annotated tag. */
  readonly sha: string;
  readonly actor: string;
  /** `false` for an action by a job token, which starts no runs. */
  readonly startsRuns: boolean;
  /** Path of the workflow file, for `workflow_dispatch`. */
  readonly workflow?: string | undefined;
  /** Run id that the caller of `workflow_dispatch` received. */
  readonly runId?: number | undefined;
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

/** A new run, as the runner registers it with the host. */
export interface HostRun {
  readonly repository: string;
  readonly workflow: { readonly path: string; readonly name: string };
  /** Title of the run: `run-name`, evaluated. */
  readonly displayTitle: string;
  readonly event: string;
  readonly headSha: string;
  readonly headBranch: string | null;
  /** Repository of the head commit, such as a fork. */
  readonly headRepository: string;
  readonly actor: string;
  /** An id that was already given to a caller. */
  readonly id?: number;
}

/** State of a run. */
export interface HostRunState {
  readonly status: 'queued' | 'in_progress' | 'completed';
  readonly conclusion?: 'success' | 'failure' | 'cancelled' | 'skipped';
  /** Set when a run is started again. */
  readonly attempt?: number;
}

/** A stored artifact of a run. */
export interface HostArtifact {
  readonly id: number;
  readonly size_in_bytes: number;
  /** `sha256:` and 64 hex digits. */
  readonly digest: string;
}

/** The part of GitHub that the runner needs. */
export interface ActionsGitHub {
  /** Calls the listener for every event of every repository, in order. */
  onEvent(listener: (event: HostEvent) => void): unknown;
  /** Finds the repository `owner/name`; undefined when there is none. */
  repository(fullName: string): HostRepository | undefined;
  /** Issues a token for one job with exactly these permissions. */
  issueToken(request: {
    readonly repository: string;
    readonly actor: string;
    readonly kind: 'job';
    readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
    readonly label: string;
    readonly runId: number;
  }): string;
  /** Revokes the token of a job that has ended. */
  revokeToken(token: string): void;
  /** Registers a run before its first job; returns its id and its number within the workflow. */
  createRun(run: HostRun): { readonly id: number; readonly number: number };
  /** Updates the state of a run. A completed run raises `workflow_run`. */
  updateRun(id: number, state: HostRunState): void;
  /** Stores an artifact. Throws for an invalid name, and for a second artifact of that name in one attempt unless `overwrite` is set. */
  storeArtifact(artifact: {
    readonly runId: number;
    readonly name: string;
    readonly zip: Uint8Array;
    readonly retentionDays: number;
    readonly overwrite: boolean;
  }): HostArtifact;
  /** Returns the zip of an artifact; undefined when it does not exist or has expired. */
  artifactZip(id: number): Uint8Array | undefined;
}

/** The part of the identity service that the runner needs. */
export interface ActionsIdentity {
  /** Returns the URL and the secret with which a job requests its identity token. */
  requestToken(claims: IdentityClaims): { readonly url: string; readonly token: string };
  /** Revokes the secret of a job that has ended. */
  revoke(token: string): void;
}

/** The claims of a job in GitHub's identity tokens. */
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

/** The services that the runner works with, reduced to what it needs. */
export interface ActionsHost {
  readonly github: ActionsGitHub;
  readonly identity: ActionsIdentity;
  /** Base URLs by variable name; every job gets them. */
  readonly endpoints: {
    readonly GITHUB_API_URL: string;
    readonly GITHUB_GRAPHQL_URL: string;
    readonly GITHUB_SERVER_URL: string;
  };
}

/** Reads a nested key of unchecked data; `undefined` when it is absent. */
export function pick(value: unknown, ...path: readonly string[]): Value | undefined {
  let at: unknown = value;
  for (const key of path) {
    if (at === null || typeof at !== 'object') return undefined;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return at as Value | undefined;
}

/** Reads a nested key like {@link pick}, if it is a string. */
export function pickText(value: unknown, ...path: readonly string[]): string | undefined {
  const found = pick(value, ...path);
  return typeof found === 'string' ? found : undefined;
}
