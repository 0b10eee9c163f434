import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { TrustedIssuer } from '../identity/identity-side.ts';
import type { Handler, World } from '../core/service.ts';
import { Service } from '../core/service.ts';
import { Credentials } from './credentials.ts';
import type { ApiToken, IndexUser } from './credentials.ts';
import { checkFileName, normaliseName } from './file-name.ts';
import { IndexStore, digestsOf } from './index-store.ts';
import type { StoredFile, StoredProject, StoredRelease } from './index-store.ts';
import { UploadForm, parseForm } from './multipart.ts';
import { checkNewName } from './new-project.ts';
import { NoPublisher, findPublisher } from './publishers.ts';
import type { PendingPublisher, Publisher } from './publishers.ts';
import { Refusal, bestOffer, renderRefusal } from './refusal.ts';
import { SIMPLE_TYPES, renderSimpleHtml, renderSimpleJson } from './simple-index.ts';
import { ExchangeRefusal, readExchange, verifyIdentity } from './token-exchange.ts';
import { UPLOAD_LIMITS, acceptUpload, metadataDigest } from './upload.ts';
import type { MaintenanceMode, UploadLimits } from './upload.ts';

const MINTED_LIFE_MS = 15 * 60_000;
const PENDING_LIFE_MS = 30 * 86_400_000;

/** A file that is in the index from the start; none of the upload's rules is applied to it but the one of its name. */
export interface FileSeed {
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch; default: now. */
  readonly uploadedAtMs?: number;
}

/** A project that exists from the start. */
export interface ProjectSeed {
  readonly name: string;
  /** Users who may upload with their own tokens. */
  readonly owners?: readonly string[];
  readonly releases?: readonly { readonly version: string; readonly files: readonly FileSeed[] }[];
}

/** A token that a user made in the web interface. */
export interface UserTokenSeed {
  readonly user: string;
  /** The token's text, `pypi-...`; default: a new random one. */
  readonly token?: string;
  /** Limits the token to these projects. */
  readonly projects?: readonly string[];
  /** Milliseconds since the epoch. */
  readonly expiresAtMs?: number;
}

/** Options of {@link PypiSide}: the index from plain data. */
export interface PypiSeed {
  readonly projects?: readonly ProjectSeed[];
  /** Users; those named elsewhere need no entry. */
  readonly users?: readonly IndexUser[];
  readonly userTokens?: readonly UserTokenSeed[];
  readonly publishers?: readonly Publisher[];
  readonly pendingPublishers?: readonly (Publisher & { readonly user: string })[];
  /** Default `pypi`; the test index's is `testpypi`. */
  readonly audience?: string;
  readonly mode?: MaintenanceMode;
  readonly limits?: Partial<UploadLimits>;
  /** Names nobody may register. */
  readonly prohibitedNames?: readonly string[];
  /** Milliseconds by the sandbox's clock until the simple index shows an uploaded file. Default 0. */
  readonly indexDelayMs?: number;
  /** The same for the JSON pages. Default 0. */
  readonly jsonDelayMs?: number;
}

/** What the index needs around it. */
export interface PypiSurroundings {
  /** Issuers whose identity tokens are exchanged. */
  readonly issuers: readonly TrustedIssuer[];
  /** Origin of the file addresses; default: the side's own origin. */
  readonly filesOrigin?: () => string;
}

/**
 * The package index: upload, simple index, JSON pages, files, trusted publishing. Operations: `pypi.audience`, `pypi.mint`, `pypi.upload`,
 * `pypi.simple`, `pypi.file`, `pypi.json`, `pypi.integrity`, `pypi.redirect` (addresses without their slash, or not normalised) and
 * `pypi.wrong-method`.
 */
export class PypiSide {
  readonly service: Service;
  /** All projects, releases and files. */
  readonly store = new IndexStore();
  /** Users and tokens. */
  readonly credentials = new Credentials();
  /** Registered publishers; minting turns a pending one into one of these. */
  readonly publishers: Publisher[] = [];
  /** Publishers of projects that do not exist yet. */
  readonly pendingPublishers: PendingPublisher[] = [];
  /** Every token that trusted publishing minted, oldest first. */
  readonly tokensMinted: ApiToken[] = [];
  /** May be changed at any time. */
  mode: MaintenanceMode;
  /** See {@link PypiSeed.indexDelayMs}; counts for uploads from now on. */
  indexDelayMs: number;
  /** See {@link PypiSeed.jsonDelayMs}; counts for uploads from now on. */
  jsonDelayMs: number;
  /** The audience that identity tokens must have. */
  readonly audience: string;
  readonly #world: World;
  readonly #origin: () => string;
  readonly #surroundings: PypiSurroundings;
  readonly #limits: UploadLimits;
  readonly #prohibited: readonly string[];
  readonly #usedIdentities = new Set<string>();
  #lastUpload: Promise<unknown> = Promise.resolve();

  constructor(world: World, origin: () => string, surroundings: PypiSurroundings, seed: PypiSeed = {}) {
    this.#world = world;
    this.#origin = origin;
    this.#surroundings = surroundings;
    this.#limits = { ...UPLOAD_LIMITS, ...seed.limits };
    this.#prohibited = seed.prohibitedNames ?? [];
    this.audience = seed.audience ?? 'pypi';
    this.mode = seed.mode ?? {};
    this.indexDelayMs = seed.indexDelayMs ?? 0;
    this.jsonDelayMs = seed.jsonDelayMs ?? 0;
    this.service = new Service('pypi', world, (context) =>
      renderRefusal(new Refusal(404, 'Not Found'), context.req.header('accept') ?? ''),
    );
    this.#declare();
    this.#plant(seed);
  }

  /** Makes an empty project. A second call adds the owners. */
  addProject(name: string, owners: readonly string[] = []): StoredProject {
    const existing = this.store.project(name);
    for (const owner of owners) this.#knowUser(owner);
    if (existing !== undefined) {
      for (const owner of owners) existing.owners.add(owner);
      return existing;
    }
    const now = this.#world.clock.now();
    return this.store.addProject({ name, createdAtMs: now, owners: new Set(owners), visibleAtMs: now });
  }

  /** Puts a file into a project, which is made where it is missing. */
  putFile(name: string, version: string, seed: FileSeed): StoredFile {
    const project = this.addProject(name);
    const filetype = seed.filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist';
    const wheel = checkFileName(seed.filename, { project: name, version, filetype });
    const uploadedAtMs = seed.uploadedAtMs ?? this.#world.clock.now();
    const bytes = Buffer.from(seed.bytes);
    const file: StoredFile = {
      filename: seed.filename,
      version,
      filetype,
      pyversion: wheel?.python ?? 'source',
      bytes,
      ...digestsOf(bytes),
      attestations: [],
      uploadedAtMs,
      visibleAtMs: uploadedAtMs,
      jsonVisibleAtMs: uploadedAtMs,
      uploadedBy: 'seed',
      yanked: false,
    };
    this.store.addFile(project, file, { name: [name], version: [version] });
    return file;
  }

  /** Registers a publisher of a project that exists; of one that does not, see {@link addPendingPublisher}. */
  addPublisher(publisher: Publisher): void {
    if (this.store.project(publisher.project) === undefined) {
      throw new Error(
        `the project ${publisher.project} does not exist: add it first, or add a pending publisher`,
      );
    }
    this.publishers.push(publisher);
  }

  /** Registers a publisher of a project that does not exist yet: the first exchange makes the project. Lapses after 30 days. */
  addPendingPublisher(publisher: Publisher & { readonly user: string }): void {
    this.#knowUser(publisher.user);
    this.pendingPublishers.push({ ...publisher, createdAtMs: this.#world.clock.now() });
  }

  /** Makes a token as a user does in the web interface, and gives its text. */
  addUserToken(seed: UserTokenSeed): string {
    this.#knowUser(seed.user);
    return this.credentials.issue(
      {
        holder: { user: seed.user },
        mintedAtMs: this.#world.clock.now(),
        ...(seed.projects === undefined ? {} : { projects: seed.projects.map(normaliseName) }),
        ...(seed.expiresAtMs === undefined ? {} : { expiresAtMs: seed.expiresAtMs }),
      },
      seed.token,
    ).token;
  }

  /** Names of the stored files, sorted; whether the simple index shows them yet makes no difference. */
  filesOf(project: string, version?: string): readonly string[] {
    return this.store
      .files(project, version)
      .map(({ filename }) => filename)
      .toSorted();
  }

  /** The releases of a project, in order of their first upload. */
  releases(project: string): readonly StoredRelease[] {
    return [...(this.store.project(project)?.releases.values() ?? [])];
  }

  /** Yanks a file, as its owner does in the web interface. */
  yank(filename: string, reason: string | true = true): void {
    const file = this.store.file(filename);
    if (file === undefined) throw new Error(`there is no file ${filename}`);
    file.yanked = reason;
  }

  #knowUser(name: string): void {
    if (!this.credentials.users.has(name)) this.credentials.addUser({ name });
  }

  #plant(seed: PypiSeed): void {
    for (const user of seed.users ?? []) this.credentials.addUser(user);
    for (const project of seed.projects ?? []) {
      this.addProject(project.name, project.owners);
      for (const { version, files } of project.releases ?? []) {
        for (const file of files) this.putFile(project.name, version, file);
      }
    }
    for (const token of seed.userTokens ?? []) this.addUserToken(token);
    for (const publisher of seed.publishers ?? []) this.addPublisher(publisher);
    for (const publisher of seed.pendingPublishers ?? []) this.addPendingPublisher(publisher);
  }

  #declare(): void {
    const on = (method: string, path: string, operation: string, handler: Handler): void => {
      this.service.on(method, path, operation, async (context) => {
        try {
          return await handler(context);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          return renderRefusal(error, context.req.header('accept') ?? '');
        }
      });
    };
    const wrongMethod = (): never => {
      throw new Refusal(405, 'Method Not Allowed');
    };
    on('GET', '/_/oidc/audience', 'pypi.audience', (context) => this.#answerAudience(context));
    on('POST', '/_/oidc/mint-token', 'pypi.mint', (context) => this.#mint(context));
    on('POST', '/legacy/', 'pypi.upload', (context) => this.#upload(context));
    on(
      'POST',
      '/legacy',
      'pypi.redirect',
      () => new Response(null, { status: 308, headers: { location: '/legacy/' } }),
    );
    on('GET', '/legacy/', 'pypi.wrong-method', wrongMethod);
    on('GET', '/simple/', 'pypi.simple', (context) => this.#listProjects(context));
    on('GET', '/simple/:name/', 'pypi.simple', (context) => this.#simplePage(context));
    on('GET', '/simple/:name', 'pypi.redirect', (context) =>
      context.redirect(`/simple/${normaliseName(context.req.param('name') ?? '')}/`, 301),
    );
    for (const path of ['/simple', '/simple/', '/simple/:name', '/simple/:name/']) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
        on(method, path, 'pypi.wrong-method', wrongMethod);
    }
    on('GET', '/packages/:a/:b/:rest/:filename', 'pypi.file', (context) => this.#download(context));
    on('GET', '/pypi/:name/json', 'pypi.json', (context) => this.#projectJson(context));
    on('GET', '/pypi/:name/:version/json', 'pypi.json', (context) => this.#projectJson(context));
    on('GET', '/integrity/:name/:version/:filename/provenance', 'pypi.integrity', (context) =>
      this.#provenance(context),
    );
  }

  #answerAudience(context: Context): Response {
    if (this.mode.noTrustedPublishing === true) {
      return context.json({ message: 'Trusted publishing functionality not enabled' }, 403);
    }
    return context.json({ audience: this.audience });
  }

  async #mint(context: Context): Promise<Response> {
    try {
      const minted = this.#exchange(readExchange(await context.req.text()));
      const expires = Math.floor((minted.expiresAtMs ?? 0) / 1000);
      return context.json({ success: true, token: minted.token, expires });
    } catch (error) {
      if (!(error instanceof ExchangeRefusal)) throw error;
      const errors = [{ code: error.code, description: error.message }];
      return context.json({ message: 'Token request failed', errors }, 422);
    }
  }

  #exchange(identity: string): ApiToken {
    const nowMs = this.#world.clock.now();
    const { issuers } = this.#surroundings;
    const claims = verifyIdentity(identity, { issuers, audience: this.audience, nowMs });
    if (this.mode.noTrustedPublishing === true) {
      throw new ExchangeRefusal('not-enabled', 'GitHub trusted publishing functionality not enabled');
    }
    const jti = typeof claims['jti'] === 'string' ? claims['jti'] : undefined;
    if (jti !== undefined && this.#usedIdentities.has(jti)) {
      throw new ExchangeRefusal('invalid-reuse-token', 'invalid token: already used');
    }
    this.#settlePending(claims, nowMs);
    const publisher = this.#publisherOf(claims);
    if (jti !== undefined) this.#usedIdentities.add(jti);
    const minted = this.credentials.issue({
      holder: { publisher },
      mintedAtMs: nowMs,
      expiresAtMs: nowMs + MINTED_LIFE_MS,
    });
    this.tokensMinted.push(minted);
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
    if (this.store.project(pending.project) !== undefined) {
      drop();
      throw new ExchangeRefusal('invalid-pending-publisher', 'valid token, but project already exists');
    }
    try {
      checkNewName(pending.project, this.store, this.#prohibited);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new ExchangeRefusal('invalid-payload', error.message);
    }
    this.addProject(pending.project, [pending.user]);
    const { project, owner, ownerId, repository, workflow, environment } = pending;
    const publisher = { project, owner, ownerId, repository, workflow };
    this.publishers.push(environment === undefined ? publisher : { ...publisher, environment });
    drop();
  }

  async #upload(context: Context): Promise<Response> {
    const contentType = context.req.header('content-type') ?? '';
    const body = Buffer.from(await context.req.arrayBuffer());
    const form = new UploadForm(parseForm(contentType, body));
    // One upload after the other, as the database's transactions have it.
    const turn = this.#lastUpload.then(() => this.#accept(context, form));
    this.#lastUpload = turn.catch(() => undefined);
    await turn;
    return new Response('', { status: 200, headers: { 'content-type': 'text/html; charset=UTF-8' } });
  }

  async #accept(context: Context, form: UploadForm): Promise<void> {
    await acceptUpload(
      {
        store: this.store,
        credentials: this.credentials,
        mode: this.mode,
        limits: this.#limits,
        prohibited: this.#prohibited,
        nowMs: this.#world.clock.now(),
        delays: { index: this.indexDelayMs, json: this.jsonDelayMs },
      },
      {
        form,
        authorization: context.req.header('authorization'),
        userAgent: context.req.header('user-agent'),
        note: (holder) => {
          context.set('by' as never, holder as never);
        },
      },
    );
  }

  #urlOf(file: StoredFile): string {
    const { blake2b: hash } = file;
    const origin = (this.#surroundings.filesOrigin ?? this.#origin)();
    return `${origin}/packages/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash.slice(4)}/${file.filename}`;
  }

  #provenanceOf(project: StoredProject, file: StoredFile): string | null {
    if (file.attestations.length === 0) return null;
    return `${this.#origin()}/integrity/${normaliseName(project.name)}/${file.version}/${file.filename}/provenance`;
  }

  #listProjects(context: Context): Response {
    const now = this.#world.clock.now();
    const names = [...this.store.projects]
      .filter(([, { visibleAtMs }]) => visibleAtMs <= now)
      .map(([name]) => name);
    const type = bestOffer(context.req.header('accept') ?? '*/*', SIMPLE_TYPES) ?? SIMPLE_TYPES[0];
    const json = { meta: { 'api-version': '1.4' }, projects: names.map((name) => ({ name })) };
    const links = names.map((name) => `    <a href="/simple/${name}/">${name}</a>`);
    const html = ['<!DOCTYPE html>', '<html>', '  <body>', ...links, '  </body>', '</html>'].join('\n');
    return this.#page(context, type, type.endsWith('json') ? JSON.stringify(json) : html);
  }

  #simplePage(context: Context): Response {
    const name = context.req.param('name') ?? '';
    if (name !== normaliseName(name)) return context.redirect(`/simple/${normaliseName(name)}/`, 301);
    const project = this.store.project(name);
    const now = this.#world.clock.now();
    if (project === undefined || project.visibleAtMs > now) throw new Refusal(404, 'Not Found');
    const files =
      project.status === 'quarantined'
        ? []
        : this.store.files(name).filter(({ visibleAtMs }) => visibleAtMs <= now);
    const page = {
      project,
      files,
      urlOf: (file: StoredFile) => this.#urlOf(file),
      provenanceOf: (file: StoredFile) => this.#provenanceOf(project, file),
    };
    const type = bestOffer(context.req.header('accept') ?? '*/*', SIMPLE_TYPES) ?? SIMPLE_TYPES[0];
    const render = type.endsWith('json') ? renderSimpleJson : renderSimpleHtml;
    return this.#page(context, type, render(page, metadataDigest), {
      'x-pypi-last-serial': String(project.serial),
    });
  }

  #page(context: Context, type: string, body: string, more: Readonly<Record<string, string>> = {}): Response {
    const etag = `"${createHash('md5').update(body).digest('base64url')}"`;
    const headers = { etag, vary: 'Accept', 'cache-control': 'max-age=600, public', ...more };
    if (context.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers });
    return new Response(body, {
      headers: { ...headers, 'content-type': type.startsWith('text/') ? `${type}; charset=UTF-8` : type },
    });
  }

  #download(context: Context): Response {
    const wanted = context.req.param('filename') ?? '';
    const metadata = wanted.endsWith('.metadata');
    const file = this.store.file(metadata ? wanted.slice(0, -'.metadata'.length) : wanted);
    const path = new URL(context.req.url).pathname;
    const bytes = metadata ? file?.metadata : file?.bytes;
    if (file === undefined || bytes === undefined || !path.includes(file.blake2b.slice(4))) {
      throw new Refusal(404, 'Not Found');
    }
    return new Response(Uint8Array.from(bytes), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
        'cache-control': 'max-age=365000000, immutable, public',
      },
    });
  }

  #projectJson(context: Context): Response {
    const project = this.store.project(context.req.param('name') ?? '');
    const now = this.#world.clock.now();
    const shown = this.releases(project?.name ?? '')
      .map((release) => ({ release, files: release.files.filter((file) => file.jsonVisibleAtMs <= now) }))
      .filter(({ files }) => files.length > 0);
    const version = context.req.param('version');
    const wanted = version === undefined ? undefined : this.store.release(project?.name ?? '', version);
    const found = version === undefined ? shown.at(-1) : shown.find(({ release }) => release === wanted);
    if (project === undefined || found === undefined) return context.json({ message: 'Not Found' }, 404);
    const { release, files } = found;
    return context.json({
      info: {
        name: project.name,
        version: release.version,
        summary: release.metadata['summary']?.[0] ?? null,
        description: release.metadata['description']?.[0] ?? '',
        description_content_type: release.metadata['description_content_type']?.[0] ?? null,
        requires_python: release.metadata['requires_python']?.[0] ?? null,
        requires_dist: release.metadata['requires_dist'] ?? null,
        classifiers: release.metadata['classifiers'] ?? [],
        yanked: files.every(({ yanked }) => yanked !== false),
      },
      last_serial: project.serial,
      urls: files.map((file) => ({
        digests: { blake2b_256: file.blake2b, md5: file.md5, sha256: file.sha256 },
        filename: file.filename,
        packagetype: file.filetype,
        python_version: file.pyversion,
        requires_python: file.requiresPython ?? null,
        size: file.bytes.length,
        upload_time_iso_8601: new Date(file.uploadedAtMs).toISOString().replace('Z', '000Z'),
        url: this.#urlOf(file),
        yanked: file.yanked !== false,
        yanked_reason: typeof file.yanked === 'string' ? file.yanked : null,
      })),
      vulnerabilities: [],
    });
  }

  #provenance(context: Context): Response {
    const filename = context.req.param('filename') ?? '';
    const file = this.store
      .files(context.req.param('name') ?? '')
      .find((stored) => stored.filename === filename);
    if (file?.publisher === undefined || file.attestations.length === 0) {
      return context.json({ message: `No provenance available for ${filename}` }, 404);
    }
    return new Response(
      JSON.stringify({
        version: 1,
        attestation_bundles: [
          { publisher: { kind: 'GitHub', ...file.publisher, claims: null }, attestations: file.attestations },
        ],
      }),
      { headers: { 'content-type': 'application/vnd.pypi.integrity.v1+json' } },
    );
  }
}
