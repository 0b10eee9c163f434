import { createHmac, randomBytes } from 'node:crypto';
import type { SandboxContext } from '../../service/service.ts';
import { Accounts } from './accounts.ts';
import type { SandboxEvent, SandboxEventListener } from './event.ts';
import type { Artifact, Run } from './run.ts';
import { anonymousToken } from './token.ts';
import type { Token } from './token.ts';
import type { Repository } from './repository.ts';

/**
 * How long lists lag behind writes, in milliseconds on the sandbox's clock. All are 0 by default. Reading one object by its id is never
 * stale.
 */
export interface Staleness {
  /** How long the pull requests of a commit lack a merged one (REST and GraphQL). */
  associationMs: number;
  /** How long filtered lists of runs lack a new run. */
  runsMs: number;
  /** How long the list of releases lacks a new release. */
  releasesMs: number;
  /** How long the list of pull requests lacks a new pull request. */
  pullsMs: number;
  /** How long a dispatch on a new ref is answered 422. */
  dispatchMs: number;
}

/** State of the whole GitHub sandbox. */
export class GitHubState {
  readonly #sandbox: SandboxContext;
  readonly accounts = new Accounts();
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Map<string, Token>();
  /** Counts the requests without a token. */
  readonly anonymous: Token = anonymousToken();
  readonly runs = new Map<number, Run>();
  readonly artifacts = new Map<number, Artifact>();
  readonly artifactZips = new Map<number, Uint8Array>();
  readonly listeners = new Set<SandboxEventListener>();
  readonly staleness: Staleness = {
    associationMs: 0,
    runsMs: 0,
    releasesMs: 0,
    pullsMs: 0,
    dispatchMs: 0,
  };
  readonly #origin: () => string;
  readonly #signingKey = randomBytes(16);
  #nextId = 910_001;

  constructor(sandbox: SandboxContext, origin: () => string) {
    this.#sandbox = sandbox;
    this.#origin = origin;
  }

  get nowMs(): number {
    return this.#sandbox.clock.now();
  }

  /** An id that no other object of the sandbox has. */
  newId(): number {
    return this.#nextId++;
  }

  /** The repository `owner/name`, if it exists. Case does not matter. */
  repository(fullName: string): Repository | undefined {
    return this.repositories.get(fullName.toLowerCase());
  }

  /** URL on the website. */
  web(path = ''): string {
    return `${this.#origin()}${path}`;
  }

  /** URL in the REST API. */
  api(path = ''): string {
    return `${this.#origin()}/api/v3${path}`;
  }

  /** URL on the uploads host. */
  uploads(path: string): string {
    return `${this.#origin()}/api/uploads${path}`;
  }

  /** A signed link to the storage. It works for one minute and needs no token. */
  storageLink(path: string): string {
    const expires = this.nowMs + 60_000;
    return `${this.#origin()}/_storage/${path}?se=${expires}&sig=${this.storageSignature(path, expires)}`;
  }

  storageSignature(path: string, expires: number): string {
    return createHmac('sha256', this.#signingKey).update(`${path} ${expires}`).digest('hex');
  }

  emit(event: SandboxEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
