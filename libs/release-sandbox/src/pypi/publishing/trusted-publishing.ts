import type { SandboxClock } from '../../service/clock.ts';
import type { TrustedIssuer } from '../../identity/identity-sandbox.ts';
import type { ApiToken, Credentials } from '../model/credentials.ts';
import type { IndexStore } from '../model/index-store.ts';
import { checkNewName } from '../model/new-project.ts';
import { PublisherMismatch, findPublisher } from '../model/publishers.ts';
import type { PendingPublisher, Publisher } from '../model/publishers.ts';
import { Refusal } from '../model/refusal.ts';
import { ExchangeRefusal, verifyIdentity } from './token-exchange.ts';

const MINTED_LIFE_MS = 15 * 60_000;
const PENDING_LIFE_MS = 30 * 86_400_000;

/** Options of {@link TrustedPublishing}. */
export interface TrustedPublishingOptions {
  readonly clock: SandboxClock;
  readonly store: IndexStore;
  readonly credentials: Credentials;
  readonly issuers: readonly TrustedIssuer[];
  readonly audience: string;
  /** Names that cannot be registered. */
  readonly prohibited: readonly string[];
  /** Whether trusted publishing is in service. */
  readonly enabled: () => boolean;
}

/** The registered publishers and the tokens minted for them. */
export class TrustedPublishing {
  readonly publishers: Publisher[] = [];
  readonly pendingPublishers: PendingPublisher[] = [];
  readonly minted: ApiToken[] = [];
  readonly #options: TrustedPublishingOptions;
  readonly #used = new Set<string>();

  constructor(options: TrustedPublishingOptions) {
    this.#options = options;
  }

  /** Exchanges an identity token for an upload token that is valid for 15 minutes. Throws {@link ExchangeRefusal}. */
  exchange(identity: string): ApiToken {
    const nowMs = this.#options.clock.now();
    const { issuers, audience } = this.#options;
    const claims = verifyIdentity(identity, { issuers, audience, nowMs });
    if (!this.#options.enabled()) {
      throw new ExchangeRefusal('not-enabled', 'GitHub trusted publishing functionality not enabled');
    }
    const jti = typeof claims['jti'] === 'string' ? claims['jti'] : undefined;
    if (jti !== undefined && this.#used.has(jti)) {
      throw new ExchangeRefusal('invalid-reuse-token', 'invalid token: already used');
    }
    this.#promotePending(claims, nowMs);
    const publisher = this.#publisherOf(claims);
    if (jti !== undefined) this.#used.add(jti);
    const minted = this.#options.credentials.issue({
      holder: { publisher },
      mintedAtMs: nowMs,
      expiresAtMs: nowMs + MINTED_LIFE_MS,
    });
    this.minted.push(minted);
    return minted;
  }

  #publisherOf(claims: Readonly<Record<string, unknown>>): Publisher {
    try {
      return findPublisher(claims, this.publishers);
    } catch (error) {
      if (!(error instanceof PublisherMismatch)) throw error;
      const why = `valid token, but no corresponding publisher (${error.message})`;
      throw new ExchangeRefusal('invalid-publisher', why);
    }
  }

  /** If a pending publisher matches, creates its project and registers it as a publisher of that project. */
  #promotePending(claims: Readonly<Record<string, unknown>>, nowMs: number): void {
    const active = this.pendingPublishers.filter(({ createdAtMs }) => nowMs - createdAtMs < PENDING_LIFE_MS);
    let pending: PendingPublisher;
    try {
      pending = findPublisher(claims, active);
    } catch (error) {
      if (error instanceof PublisherMismatch) return;
      throw error;
    }
    const drop = (): void => {
      this.pendingPublishers.splice(this.pendingPublishers.indexOf(pending), 1);
    };
    if (this.#options.store.project(pending.project) !== undefined) {
      drop();
      throw new ExchangeRefusal('invalid-pending-publisher', 'valid token, but project already exists');
    }
    try {
      checkNewName(pending.project, this.#options.store, this.#options.prohibited);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new ExchangeRefusal('invalid-payload', error.message);
    }
    const { user } = pending;
    this.#options.store.addProject({
      name: pending.project,
      createdAtMs: nowMs,
      createdBy: user,
      owners: new Set([user]),
      visibleAtMs: nowMs,
    });
    const { project, owner, ownerId, repository, workflow, environment } = pending;
    this.publishers.push({ project, owner, ownerId, repository, workflow, environment });
    drop();
  }
}
