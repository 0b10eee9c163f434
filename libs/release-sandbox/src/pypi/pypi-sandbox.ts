import type { Context } from 'hono';
import type { TrustedIssuer } from '../identity/identity-sandbox.ts';
import { Service } from '../service/service.ts';
import type { Handler, SandboxContext } from '../service/service.ts';
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

/** An existing file. Of the rules for uploads, only those for file names apply to it. */
export interface FileSeed {
  /** File name, which must match project and version. Its extension determines the kind of the file. */
  readonly filename: string;
  /** Content; need not be a valid archive. */
  readonly bytes: Uint8Array;
  /** Upload time in milliseconds since the epoch. Default: now. */
  readonly uploadedAtMs?: number | undefined;
}

/** An existing release. */
export interface ReleaseSeed {
  /** Version, by PEP 440. */
  readonly version: string;
  /** Its files. */
  readonly files: readonly FileSeed[];
}

/** A publisher of a project that does not exist yet. */
export interface PendingPublisherSeed extends Publisher {
  /** The user who will own the project. */
  readonly user: string;
}

/** An existing project. */
export interface ProjectSeed {
  /** Display name. */
  readonly name: string;
  /** Logins of the users who may upload with their own tokens. Default: none. */
  readonly owners?: readonly string[] | undefined;
  /** Releases with their files. Default: none. */
  readonly releases?: readonly ReleaseSeed[] | undefined;
}

/** A token that a user created on the website. */
export interface UserTokenSeed {
  /** Login of the user, who is created if needed. */
  readonly user: string;
  /** Value of the token, `pypi-...`. Default: a new random one. */
  readonly token?: string | undefined;
  /** Limits the token to these projects. Default: no limit. */
  readonly projects?: readonly string[] | undefined;
  /** Expiry in milliseconds since the epoch. Default: never. */
  readonly expiresAtMs?: number | undefined;
}

/** Options of {@link PypiSandbox}. */
export interface PypiSeed {
  /** Existing projects. Default: none. */
  readonly projects?: readonly ProjectSeed[] | undefined;
  /** Users. Owners of projects and of tokens need no entry. */
  readonly users?: readonly IndexUser[] | undefined;
  /** Tokens of users. */
  readonly userTokens?: readonly UserTokenSeed[] | undefined;
  /** Trusted publishers of the existing projects. */
  readonly publishers?: readonly Publisher[] | undefined;
  /** Trusted publishers of projects that do not exist yet. */
  readonly pendingPublishers?: readonly PendingPublisherSeed[] | undefined;
  /** Audience of identity tokens. Default `pypi`; the test index uses `testpypi`. */
  readonly audience?: string | undefined;
  /** Default: everything is in service. */
  readonly mode?: MaintenanceMode | undefined;
  /** Default: the limits of the real index. */
  readonly limits?: Partial<UploadLimits> | undefined;
  /** Names that cannot be registered. Default: none. */
  readonly prohibitedNames?: readonly string[] | undefined;
  /** Milliseconds on the sandbox's clock until the simple index shows an uploaded file. Default 0. */
  readonly indexDelayMs?: number | undefined;
  /** Milliseconds on the sandbox's clock until the JSON API shows an uploaded file. Default 0. */
  readonly jsonDelayMs?: number | undefined;
}

/** Services on which the index depends. */
export interface PypiDependencies {
  /** Issuers whose identity tokens the index accepts. */
  readonly issuers: readonly TrustedIssuer[];
  /** Returns the origin of file URLs. Default: the origin of the service. */
  readonly filesOrigin?: (() => string) | undefined;
}

/**
 * The package index: uploads, simple index, JSON API, files and trusted publishing. Operations: `pypi.audience`, `pypi.mint`,
 * `pypi.upload`, `pypi.simple`, `pypi.file`, `pypi.json`, `pypi.integrity`, `pypi.redirect` (for URLs that lack their slash or are not
 * normalised) and `pypi.wrong-method`.
 */
export class PypiSandbox {
  /** The HTTP interface. */
  readonly service: Service;
  /** All projects, releases and files. */
  readonly store = new IndexStore();
  /** Users and tokens. */
  readonly credentials = new Credentials();
  /** Parts that are out of service. May be changed at any time. */
  mode: MaintenanceMode;
  /** See {@link PypiSeed.indexDelayMs}. A change affects later uploads. */
  indexDelayMs: number;
  /** See {@link PypiSeed.jsonDelayMs}. A change affects later uploads. */
  jsonDelayMs: number;
  /** Required audience of identity tokens. */
  readonly audience: string;
  readonly #sandbox: SandboxContext;
  readonly #publishing: TrustedPublishing;
  readonly #pages: IndexPages;
  readonly #limits: UploadLimits;
  readonly #prohibited: readonly string[];
  #lastUpload: Promise<unknown> = Promise.resolve();

  constructor(
    sandbox: SandboxContext,
    origin: () => string,
    dependencies: PypiDependencies,
    seed: PypiSeed = {},
  ) {
    this.#sandbox = sandbox;
    this.#limits = { ...UPLOAD_LIMITS, ...seed.limits };
    this.#prohibited = seed.prohibitedNames ?? [];
    this.audience = seed.audience ?? 'pypi';
    this.mode = seed.mode ?? {};
    this.indexDelayMs = seed.indexDelayMs ?? 0;
    this.jsonDelayMs = seed.jsonDelayMs ?? 0;
    const { store, credentials, audience } = this;
    const { clock } = sandbox;
    this.#publishing = new TrustedPublishing({
      clock,
      store,
      credentials,
      audience,
      issuers: dependencies.issuers,
      prohibited: this.#prohibited,
      enabled: () => this.mode.noTrustedPublishing !== true,
    });
    this.#pages = new IndexPages({ clock, store, origin, filesOrigin: dependencies.filesOrigin ?? origin });
    this.service = new Service('pypi', sandbox, (context) =>
      renderRefusal(new Refusal(404, 'Not Found'), context.req.header('accept') ?? ''),
    );
    this.#declare();
    this.#applySeed(seed);
  }

  /** Registered publishers. The first exchange promotes a pending publisher to one of these. */
  get publishers(): readonly Publisher[] {
    return this.#publishing.publishers;
  }

  /** Publishers of projects that do not exist yet. */
  get pendingPublishers(): readonly PendingPublisher[] {
    return this.#publishing.pendingPublishers;
  }

  /** Tokens that trusted publishing minted, oldest first. */
  get tokensMinted(): readonly ApiToken[] {
    return this.#publishing.minted;
  }

  /** Adds an empty project. If it exists, adds the owners to it. */
  addProject(name: string, owners: readonly string[] = []): StoredProject {
    const existing = this.store.project(name);
    for (const owner of owners) this.#ensureUser(owner);
    if (existing !== undefined) {
      for (const owner of owners) existing.owners.add(owner);
      return existing;
    }
    const now = this.#sandbox.clock.now();
    return this.store.addProject({ name, createdAtMs: now, owners: new Set(owners), visibleAtMs: now });
  }

  /** Adds a file to a project. Creates the project if needed. */
  putFile(name: string, version: string, seed: FileSeed): StoredFile {
    const project = this.addProject(name);
    const filetype = seed.filename.endsWith('.whl') ? 'bdist_wheel' : 'sdist';
    const wheel = checkFileName(seed.filename, { project: name, version, filetype });
    const uploadedAtMs = seed.uploadedAtMs ?? this.#sandbox.clock.now();
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

  /** Registers a publisher of an existing project. For a new project, use {@link addPendingPublisher}. */
  addPublisher(publisher: Publisher): void {
    if (this.store.project(publisher.project) === undefined) {
      throw new Error(
        `the project ${publisher.project} does not exist: add it first, or add a pending publisher`,
      );
    }
    this.#publishing.publishers.push(publisher);
  }

  /** Registers a publisher of a project that does not exist. The first exchange creates the project. Expires after 30 days. */
  addPendingPublisher(publisher: PendingPublisherSeed): void {
    this.#ensureUser(publisher.user);
    this.#publishing.pendingPublishers.push({ ...publisher, createdAtMs: this.#sandbox.clock.now() });
  }

  /** Creates a token, as a user does on the website. Returns its value. */
  addUserToken(seed: UserTokenSeed): string {
    this.#ensureUser(seed.user);
    return this.credentials.issue(
      {
        holder: { user: seed.user },
        mintedAtMs: this.#sandbox.clock.now(),
        projects: seed.projects?.map(normaliseName),
        expiresAtMs: seed.expiresAtMs,
      },
      seed.token,
    ).token;
  }

  /** Sorted names of the stored files, including those that the simple index does not show yet. */
  filesOf(project: string, version?: string): readonly string[] {
    return this.store
      .files(project, version)
      .map(({ filename }) => filename)
      .toSorted();
  }

  /** The releases of a project, in the order of their first upload. */
  releases(project: string): readonly StoredRelease[] {
    return [...(this.store.project(project)?.releases.values() ?? [])];
  }

  /** Yanks a file, as its owner does on the website. */
  yank(filename: string, reason: string | true = true): void {
    const file = this.store.file(filename);
    if (file === undefined) throw new Error(`the file ${filename} does not exist`);
    file.yanked = reason;
  }

  #ensureUser(name: string): void {
    if (!this.credentials.users.has(name)) this.credentials.addUser({ name });
  }

  #applySeed(seed: PypiSeed): void {
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
    // Uploads are processed one after the other, like the transactions of the real index.
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
        nowMs: this.#sandbox.clock.now(),
        delays: { index: this.indexDelayMs, json: this.jsonDelayMs },
      },
      {
        form,
        authorization: context.req.header('authorization'),
        userAgent: context.req.header('user-agent'),
        onAuthenticated: (holder) => {
          context.set('by' as never, holder as never);
        },
      },
    );
  }
}
