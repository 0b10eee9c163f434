import type { SandboxClock } from '../../service/clock.ts';
import type { TrustedIssuer } from '../../identity/identity-sandbox.ts';
import type { ApiToken, Credentials } from '../model/credentials.ts';
import type { IndexStore } from '../model/index-store.ts';
import { checkNewName } from '../model/new-project.ts';
import { NoPublisher, findPublisher } from '../model/publishers.ts';
import type { PendingPublisher, Publisher } from '../model/publishers.ts';
import { Refusal } from '../model/refusal.ts';
import { ExchangeRefusal, verifyIdentity } from './token-exchange.ts';

const MINTED_LIFE_MS = 15 * 60_000;
const PENDING_LIFE_MS = 30 * 86_400_000;

/** What trusted publishing works with. */
export interface PublishingDesk {
  readonly clock: SandboxClock;
  readonly store: IndexStore;
  readonly credentials: Credentials;
  readonly issuers: readonly TrustedIssuer[];
  readonly audience: string;
  /** Names nobody may register. */
  readonly prohibited: readonly string[];
  /** `false` while the functionality is switched off. */
  readonly enabled: () => boolean;
}

/** The registered publishers and what they were given. */
export class TrustedPublishing {
  readonly publishers: Publisher[] = [];
  readonly pendingPublishers: PendingPublisher[] = [];
  readonly minted: ApiToken[] = [];
  readonly #desk: PublishingDesk;
  readonly #used = new Set<string>();

  constructor(desk: PublishingDesk) {
    this.#desk = desk;
  }

  /** Exchanges an identity token for an upload token of 15 minutes; throws {@link ExchangeRefusal}. */
  exchange(identity: string): ApiToken {
    const nowMs = this.#desk.clock.now();
    const { issuers, audience } = this.#desk;
    const claims = verifyIdentity(identity, { issuers, audience, nowMs });
    if (!this.#desk.enabled()) {
      throw new ExchangeRefusal('not-enabled', 'GitHub trusted publishing functionality not enabled');
    }
    const jti = typeof claims['jti'] === 'string' ? claims['jti'] : undefined;
    if (jti !== undefined && this.#used.has(jti)) {
      throw new ExchangeRefusal('invalid-reuse-token', 'invalid token: already used');
    }
    this.#settlePending(claims, nowMs);
    const publisher = this.#publisherOf(claims);
    if (jti !== undefined) this.#used.add(jti);
    const minted = this.#desk.credentials.issue({
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
      if (!(error instanceof NoPublisher)) throw error;
      const why = `valid token, but no corresponding publisher (${error.message})`;
      throw new ExchangeRefusal('invalid-publisher', why);
    }
  }

  /** Makes the project of a matching pending publisher and turns it into a publisher of that project. */
  #settlePending(claims: Readonly<Record<string, unknown>>, nowMs: number): void {
    const living = this.pendingPublishers.filter(({ createdAtMs }) => nowMs - createdAtMs < PENDING_LIFE_MS);
    let pending: PendingPublisher;
    try {
      pending = findPublisher(claims, living);
    } catch (error) {
      if (error instanceof NoPublisher) return;
      throw error;
    }
    const drop = (): void => {
      this.pendingPublishers.splice(this.pendingPublishers.indexOf(pending), 1);
    };
    if (this.#desk.store.project(pending.project) !== undefined) {
      drop();
      throw new ExchangeRefusal('invalid-pending-publisher', 'valid token, but project already exists');
    }
    try {
      checkNewName(pending.project, this.#desk.store, this.#desk.prohibited);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new ExchangeRefusal('invalid-payload', error.message);
    }
    const { user } = pending;
    this.#desk.store.addProject({
      name: pending.project,
      createdAtMs: nowMs,
      createdBy: user,
      owners: new Set([user]),
      visibleAtMs: nowMs,
    });
    const { project, owner, ownerId, repository, workflow, environment } = pending;
    const publisher = { project, owner, ownerId, repository, workflow };
    this.publishers.push(environment === undefined ? publisher : { ...publisher, environment });
    drop();
  }
}
