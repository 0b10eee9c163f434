import type { Context } from 'hono';
import type { TrustedIssuer } from '../identity/identity-sandbox.ts';
import type { Handler, World } from '../service/service.ts';
import { Service } from '../service/service.ts';
import { Credentials } from './model/credentials.ts';
import type { ApiToken, IndexUser } from './model/credentials.ts';
import { checkFileName, normaliseName } from './model/file-name.ts';
import { IndexPages } from './pages/index-pages.ts';
import { Digests, IndexStore } from './model/index-store.ts';
import type { StoredFile, StoredProject, StoredRelease } from './model/index-store.ts';
import { UploadForm, parseForm } from './upload/multipart.ts';
import type { PendingPublisher, Publisher } from './model/publishers.ts';
import { Refusal, renderRefusal } from './model/refusal.ts';
import { ExchangeRefusal, readExchange } from './publishing/token-exchange.ts';
import { TrustedPublishing } from './publishing/trusted-publishing.ts';
import { UPLOAD_LIMITS } from './upload/upload-context.ts';
import type { MaintenanceMode, UploadLimits } from './upload/upload-context.ts';
import { acceptUpload } from './upload/upload.ts';

/** A file that is in the index from the start; none of the upload's rules is applied to it but the one of its name. */
export interface FileSeed {
  /** Decides the kind of the file; must fit project and version. */
  readonly filename: string;
  /** The file; need not be a real archive. */
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch; default: now. */
  readonly uploadedAtMs?: number;
}

/** A release that exists from the start. */
export interface ReleaseSeed {
  /** PEP 440. */
  readonly version: string;
  /** Its files. */
  readonly files: readonly FileSeed[];
}

/** A publisher of a project that does not exist yet. */
export interface PendingPublisherSeed extends Publisher {
  /** User who will own the project. */
  readonly user: string;
}

/** A project that exists from the start. */
export interface ProjectSeed {
  /** Display name. */
  readonly name: string;
  /** Users who may upload with their own tokens. */
  readonly owners?: readonly string[];
  /** Files by version. */
  readonly releases?: readonly ReleaseSeed[];
}

/** A token that a user made in the web interface. */
export interface UserTokenSeed {
  /** Login; made known where it is new. */
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
  /** Projects that exist from the start. */
  readonly projects?: readonly ProjectSeed[];
  /** Users; those named elsewhere need no entry. */
  readonly users?: readonly IndexUser[];
  /** Tokens of users. */
  readonly userTokens?: readonly UserTokenSeed[];
  /** Trusted publishers of the projects above. */
  readonly publishers?: readonly Publisher[];
  /** Trusted publishers of projects that do not exist yet, and who would own them. */
  readonly pendingPublishers?: readonly PendingPublisherSeed[];
  /** Default `pypi`; the test index's is `testpypi`. */
  readonly audience?: string;
  /** Default: everything is in service. */
  readonly mode?: MaintenanceMode;
  /** Default: the index's own. */
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
  /** Answers HTTP. */
  readonly service: Service;
  /** All projects, releases and files. */
  readonly store = new IndexStore();
  /** Users and tokens. */
  readonly credentials = new Credentials();
  /** May be changed at any time. */
  mode: MaintenanceMode;
  /** See {@link PypiSeed.indexDelayMs}; counts for uploads from now on. */
  indexDelayMs: number;
  /** See {@link PypiSeed.jsonDelayMs}; counts for uploads from now on. */
  jsonDelayMs: number;
  /** The audience that identity tokens must have. */
  readonly audience: string;
  readonly #world: World;
  readonly #publishing: TrustedPublishing;
  readonly #pages: IndexPages;
  readonly #limits: UploadLimits;
  readonly #prohibited: readonly string[];
  #lastUpload: Promise<unknown> = Promise.resolve();

  constructor(world: World, origin: () => string, surroundings: PypiSurroundings, seed: PypiSeed = {}) {
    this.#world = world;
    this.#limits = { ...UPLOAD_LIMITS, ...seed.limits };
    this.#prohibited = seed.prohibitedNames ?? [];
    this.audience = seed.audience ?? 'pypi';
    this.mode = seed.mode ?? {};
    this.indexDelayMs = seed.indexDelayMs ?? 0;
    this.jsonDelayMs = seed.jsonDelayMs ?? 0;
    const { store, credentials, audience } = this;
    const { clock } = world;
    this.#publishing = new TrustedPublishing({
      clock,
      store,
      credentials,
      audience,
      issuers: surroundings.issuers,
      prohibited: this.#prohibited,
      enabled: () => this.mode.noTrustedPublishing !== true,
    });
    this.#pages = new IndexPages({ clock, store, origin, filesOrigin: surroundings.filesOrigin ?? origin });
    this.service = new Service('pypi', world, (context) =>
      renderRefusal(new Refusal(404, 'Not Found'), context.req.header('accept') ?? ''),
    );
    this.#declare();
    this.#plant(seed);
  }

  /** Registered publishers; minting turns a pending one into one of these. */
  get publishers(): readonly Publisher[] {
    return this.#publishing.publishers;
  }

  /** Publishers of projects that do not exist yet. */
  get pendingPublishers(): readonly PendingPublisher[] {
    return this.#publishing.pendingPublishers;
  }

  /** Every token that trusted publishing minted, oldest first. */
  get tokensMinted(): readonly ApiToken[] {
    return this.#publishing.minted;
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
    const digests = new Digests(bytes);
    const file: StoredFile = {
      filename: seed.filename,
      version,
      filetype,
      pyversion: wheel?.python ?? 'source',
      bytes,
      sha256: digests.sha256,
      digests,
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
    this.#publishing.publishers.push(publisher);
  }

  /** Registers a publisher of a project that does not exist yet: the first exchange makes the project. Lapses after 30 days. */
  addPendingPublisher(publisher: PendingPublisherSeed): void {
    this.#knowUser(publisher.user);
    this.#publishing.pendingPublishers.push({ ...publisher, createdAtMs: this.#world.clock.now() });
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
    on('GET', '/simple/', 'pypi.simple', (context) => this.#pages.projects(context));
    on('GET', '/simple/:name/', 'pypi.simple', (context) => this.#pages.simple(context));
    on('GET', '/simple/:name', 'pypi.redirect', (context) =>
      context.redirect(`/simple/${normaliseName(context.req.param('name') ?? '')}/`, 301),
    );
    for (const path of ['/simple', '/simple/', '/simple/:name', '/simple/:name/']) {
      for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
        on(method, path, 'pypi.wrong-method', wrongMethod);
    }
    on('GET', '/packages/:a/:b/:rest/:filename', 'pypi.file', (context) => this.#pages.download(context));
    on('GET', '/pypi/:name/json', 'pypi.json', (context) => this.#pages.json(context));
    on('GET', '/pypi/:name/:version/json', 'pypi.json', (context) => this.#pages.json(context));
    on('GET', '/integrity/:name/:version/:filename/provenance', 'pypi.integrity', (context) =>
      this.#pages.provenance(context),
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
      const minted = this.#publishing.exchange(readExchange(await context.req.text()));
      const expires = Math.floor((minted.expiresAtMs ?? 0) / 1000);
      return context.json({ success: true, token: minted.token, expires });
    } catch (error) {
      if (!(error instanceof ExchangeRefusal)) throw error;
      const errors = [{ code: error.code, description: error.message }];
      return context.json({ message: 'Token request failed', errors }, 422);
    }
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
        publishers: this.publishers,
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
}
