import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import type { SandboxClock } from '../../service/clock.ts';
import { normaliseName } from '../model/file-name.ts';
import type { IndexStore, StoredFile, StoredProject } from '../model/index-store.ts';
import { Refusal, preferredType } from '../model/refusal.ts';
import { SIMPLE_TYPES, renderSimpleHtml, renderSimpleJson } from './simple-index.ts';

/** Options of {@link IndexPages}. */
export interface IndexPagesOptions {
  readonly clock: SandboxClock;
  readonly store: IndexStore;
  readonly origin: () => string;
  readonly filesOrigin: () => string;
}

/** The read-only part of the index: simple index, files, JSON API and provenance. */
export class IndexPages {
  readonly #options: IndexPagesOptions;

  constructor(options: IndexPagesOptions) {
    this.#options = options;
  }

  #urlOf(file: StoredFile): string {
    // The real index uses BLAKE2b here. Clients treat the path as opaque.
    const { sha256: hash } = file;
    const origin = this.#options.filesOrigin();
    return `${origin}/packages/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash.slice(4)}/${file.filename}`;
  }

  #provenanceOf(project: StoredProject, file: StoredFile): string | null {
    if (file.attestations.length === 0) return null;
    return `${this.#options.origin()}/integrity/${normaliseName(project.name)}/${file.version}/${file.filename}/provenance`;
  }

  /** The list of all projects. */
  projects(context: Context): Response {
    const now = this.#options.clock.now();
    const names = [...this.#options.store.projects]
      .filter(([, { visibleAtMs }]) => visibleAtMs <= now)
      .map(([name]) => name);
    const type = preferredType(context.req.header('accept') ?? '*/*', SIMPLE_TYPES) ?? SIMPLE_TYPES[0];
    const json = { meta: { 'api-version': '1.4' }, projects: names.map((name) => ({ name })) };
    const links = names.map((name) => `    <a href="/simple/${name}/">${name}</a>`);
    const html = ['<!DOCTYPE html>', '<html>', '  <body>', ...links, '  </body>', '</html>'].join('\n');
    return this.#page(context, type, type.endsWith('json') ? JSON.stringify(json) : html);
  }

  /** The page of a project in the simple index. */
  simple(context: Context): Response {
    const name = context.req.param('name') ?? '';
    if (name !== normaliseName(name)) return context.redirect(`/simple/${normaliseName(name)}/`, 301);
    const project = this.#options.store.project(name);
    const now = this.#options.clock.now();
    if (project === undefined || project.visibleAtMs > now) throw new Refusal(404, 'Not Found');
    const files =
      project.status === 'quarantined'
        ? []
        : this.#options.store.files(name).filter(({ visibleAtMs }) => visibleAtMs <= now);
    const page = {
      project,
      files,
      urlOf: (file: StoredFile) => this.#urlOf(file),
      provenanceOf: (file: StoredFile) => this.#provenanceOf(project, file),
    };
    const type = preferredType(context.req.header('accept') ?? '*/*', SIMPLE_TYPES) ?? SIMPLE_TYPES[0];
    const render = type.endsWith('json') ? renderSimpleJson : renderSimpleHtml;
    return this.#page(context, type, render(page), {
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

  /** A file or its METADATA. */
  download(context: Context): Response {
    const wanted = context.req.param('filename') ?? '';
    const metadata = wanted.endsWith('.metadata');
    const file = this.#options.store.file(metadata ? wanted.slice(0, -'.metadata'.length) : wanted);
    const path = new URL(context.req.url).pathname;
    const bytes = metadata ? file?.metadata : file?.bytes;
    if (file === undefined || bytes === undefined || !path.includes(file.sha256.slice(4))) {
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

  /** A project or one of its releases in the JSON API. */
  json(context: Context): Response {
    const project = this.#options.store.project(context.req.param('name') ?? '');
    const now = this.#options.clock.now();
    const visible = [...(project?.releases.values() ?? [])]
      .map((release) => ({ release, files: release.files.filter((file) => file.jsonVisibleAtMs <= now) }))
      .filter(({ files }) => files.length > 0);
    const version = context.req.param('version');
    const wanted =
      version === undefined ? undefined : this.#options.store.release(project?.name ?? '', version);
    const found = version === undefined ? visible.at(-1) : visible.find(({ release }) => release === wanted);
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
        digests: { blake2b_256: file.digests.blake2b, md5: file.digests.md5, sha256: file.sha256 },
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

  /** The attestations of a file. */
  provenance(context: Context): Response {
    const filename = context.req.param('filename') ?? '';
    const file = this.#options.store
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
