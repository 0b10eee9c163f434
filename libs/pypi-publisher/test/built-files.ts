import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import type { Header } from 'tar-stream';
import { afterAll } from 'vitest';
import { buildZip } from './zip-builder.ts';
import type { ZipEntry } from './zip-builder.ts';

/** The properties of a distribution that matter to a test; all others have plain, valid defaults. */
export interface BuiltOptions {
  readonly name?: string;
  readonly version?: string;
  /** Lines of metadata after Metadata-Version, Name and Version. */
  readonly headers?: readonly string[];
  readonly metadataVersion?: string;
  readonly description?: string;
  /** Replaces the whole metadata text. */
  readonly metadata?: string | Uint8Array;
  readonly filename?: string;
  /** The module's source; makes two files of one version differ. */
  readonly code?: string | undefined;
}

/** A member of a tar archive. */
export type TarMember = Partial<Header> & { readonly name: string; readonly data?: string | Uint8Array };

/** Creates a folder for built files that is removed after the tests of the file. */
export async function buildFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pypi-publisher-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** The text of a METADATA or PKG-INFO file. */
function metadataText(options: BuiltOptions = {}): string | Uint8Array {
  const { name = 'demo', version = '1.0.0', metadataVersion = '2.4' } = options;
  const headers = options.headers ?? ['Requires-Python: >=3.10', 'Description-Content-Type: text/markdown'];
  const lines = [`Metadata-Version: ${metadataVersion}`, `Name: ${name}`, `Version: ${version}`, ...headers];
  return options.metadata ?? `${lines.join('\n')}\n\n${options.description ?? '# Demo\n'}`;
}

/** The entries of a plain wheel. */
export function wheelEntries(options: BuiltOptions = {}): ZipEntry[] {
  const { name = 'demo', version = '1.0.0', code = 'X = 1\n' } = options;
  const [fileName = '', fileVersion = ''] = (options.filename ?? `${name}-${version}-x`).split('-');
  const info = `${fileName}-${fileVersion}.dist-info`;
  return [
    { name: `${fileName}/__init__.py`, data: code },
    { name: `${info}/METADATA`, data: metadataText(options) },
    {
      name: `${info}/WHEEL`,
      data: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    },
    {
      name: `${info}/RECORD`,
      data: [`${fileName}/__init__.py`, `${info}/METADATA`, `${info}/WHEEL`, `${info}/RECORD`]
        .map((path) => `${path},,\n`)
        .join(''),
    },
  ];
}

/** Writes a wheel and returns its path. */
export async function buildWheel(folder: string, options: BuiltOptions = {}): Promise<string> {
  const { name = 'demo', version = '1.0.0' } = options;
  const path = join(folder, options.filename ?? `${name}-${version}-py3-none-any.whl`);
  await writeFile(path, buildZip(wheelEntries(options)));
  return path;
}

/** The bytes of a tar.gz archive. */
export async function buildTarGz(members: readonly TarMember[]): Promise<Buffer> {
  const tar = pack();
  for (const { data, ...header } of members) {
    const mtime = new Date(0);
    if (data === undefined) tar.entry({ mtime, ...header });
    else tar.entry({ mtime, ...header }, Buffer.from(data));
  }
  tar.finalize();
  const chunks: Uint8Array[] = [];
  for await (const chunk of tar as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return gzipSync(Buffer.concat(chunks));
}

/** The members of a plain sdist. */
export function sdistMembers(options: BuiltOptions = {}): TarMember[] {
  const { name = 'demo', version = '1.0.0', code = 'X = 1\n' } = options;
  const top = `${name}-${version}`;
  return [
    { name: `${top}/PKG-INFO`, data: metadataText(options) },
    { name: `${top}/pyproject.toml`, data: '[project]\n' },
    { name: `${top}/src/${name}/__init__.py`, data: code },
  ];
}

/** Writes an sdist and returns its path. */
export async function buildSdist(folder: string, options: BuiltOptions = {}): Promise<string> {
  const { name = 'demo', version = '1.0.0' } = options;
  const path = join(folder, options.filename ?? `${name}-${version}.tar.gz`);
  await writeFile(path, await buildTarGz(sdistMembers(options)));
  return path;
}
