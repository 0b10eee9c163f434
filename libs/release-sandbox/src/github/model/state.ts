import { createHmac, randomBytes } from 'node:crypto';
import type { World } from '../../service/service.ts';
import { Accounts } from './accounts.ts';
import type { SandboxEvent, SandboxEventListener } from './event.ts';
import type { Artifact, Run } from './run.ts';
import type { Token } from './token.ts';
import type { Repository } from './repository.ts';

/**
 * How long the sandbox's listings lag behind its writes, in milliseconds of the sandbox's clock. All are 0 by default. Reads of one
 * object by its id are never stale.
 */
export interface Staleness {
  /** A merged pull request is not yet named for its commits (REST and GraphQL). */
  associationMs: number;
  /** A new run is missing in filtered listings of runs. */
  runsMs: number;
  /** A new release is missing in the list of releases. */
  releasesMs: number;
  /** A new pull request is missing in the list of pull requests. */
  pullsMs: number;
  /** A dispatch on a new ref answers 422. */
  dispatchMs: number;
}

/** Everything the parts of the GitHub side share. */
export class GitHubState {
  readonly world: World;
  readonly accounts = new Accounts();
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Map<string, Token>();
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

  constructor(world: World, origin: () => string) {
    this.world = world;
    this.#origin = origin;
  }

  get nowMs(): number {
    return this.world.clock.now();
  }

  /** A number no other object of the sandbox has. */
  newId(): number {
    return this.#nextId++;
  }

  /** The repository, or `undefined`; names are compared without regard to case. */
  repository(fullName: string): Repository | undefined {
    return this.repositories.get(fullName.toLowerCase());
  }

  /** Address on the site. */
  web(path = ''): string {
    return `${this.#origin()}${path}`;
  }

  /** Address of the REST API. */
  api(path = ''): string {
    return `${this.#origin()}/api/v3${path}`;
  }

  /** Address of the uploads host. */
  uploads(path: string): string {
    return `${this.#origin()}/api/uploads${path}`;
  }

  /** A link into the storage that works for one minute and without a token. */
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
