import { createHash } from 'node:crypto';
import { readFile, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  buildSdist,
  buildTarGz,
  buildWheel,
  buildFolder,
  sdistMembers,
  wheelEntries,
} from '../../test/built-files.ts';
import type { TarMember } from '../../test/built-files.ts';
import { buildZip } from '../../test/zip-builder.ts';
import type { ZipEntry } from '../../test/zip-builder.ts';
import { ensureUnchanged, readDistribution } from './distribution.ts';

const folder = await buildFolder();
const invalid = expect.objectContaining({ code: 'PYPI_DISTRIBUTION_INVALID' }) as unknown;
const WHEEL = 'demo-1.0.0-py3-none-any.whl';
const INFO = 'demo-1.0.0.dist-info';

describe('readDistribution', () => {
  it('reads a wheel: names, size, hashes, metadata', async () => {
    const path = await buildWheel(folder, { description: 'héllo\n' });
    const bytes = await readFile(path);
    const found = await readDistribution(path);
    expect(found).toMatchObject({
      filename: WHEEL,
      kind: 'wheel',
      name: 'demo',
      version: '1.0.0',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      pyversion: 'py3',
      folder: INFO,
    });
    expect(found.metadata.fields.get('description')).toEqual(['héllo\n']);
    expect(found.metadataSha256).toMatch(/^[0-9a-f]{64}$/);
  });

  it('reads an sdist and hashes the file', async () => {
    const path = await buildSdist(folder);
    const sha256 = createHash('sha256')
      .update(await readFile(path))
      .digest('hex');
    expect(await readDistribution(path)).toMatchObject({
      kind: 'sdist',
      pyversion: 'source',
      folder: 'demo-1.0.0',
      sha256,
    });
  });

  it('reads the METADATA that belongs to the file name, not a vendored one', async () => {
    const path = join(folder, WHEEL);
    const vendored = {
      name: 'vendor-9.dist-info/METADATA',
      data: 'Metadata-Version: 2.1\nName: vendor\nVersion: 9\n',
    };
    await writeFile(path, buildZip([vendored, ...wheelEntries()]));
    expect(await readDistribution(path)).toMatchObject({ name: 'demo' });
  });

  it('checks that every License-File is in the archive', async () => {
    const headers = ['License-File: LICENSE'];
    const wheel = join(folder, WHEEL);
    await writeFile(wheel, buildZip(wheelEntries({ headers })));
    await expect(readDistribution(wheel)).rejects.toThrow(invalid);
    await writeFile(wheel, buildZip([...wheelEntries({ headers }), { name: `${INFO}/licenses/LICENSE` }]));
    expect(await readDistribution(wheel)).toMatchObject({ name: 'demo' });
    const sdist = join(folder, 'demo-1.0.0.tar.gz');
    await writeFile(sdist, await buildTarGz(sdistMembers({ headers })));
    await expect(readDistribution(sdist)).rejects.toThrow(invalid);
    await writeFile(
      sdist,
      await buildTarGz([...sdistMembers({ headers }), { name: 'demo-1.0.0/LICENSE', data: 'MIT' }]),
    );
    expect(await readDistribution(sdist)).toMatchObject({ name: 'demo' });
  });

  it('refuses a file that does not exist', async () => {
    await expect(readDistribution(join(folder, 'gone-1.0.tar.gz'))).rejects.toThrow(invalid);
  });

  it('refuses a file beyond any of the limits', async () => {
    const [wheel, sdist] = [
      await buildWheel(folder),
      await buildSdist(folder, { description: 'x'.repeat(3000) }),
    ];
    for (const limits of [{ archiveBytes: 100 }, { entries: 2 }, { metadataBytes: 20 }, { nameBytes: 8 }]) {
      await expect(readDistribution(wheel, { limits }), JSON.stringify(limits)).rejects.toThrow(invalid);
      await expect(readDistribution(sdist, { limits }), JSON.stringify(limits)).rejects.toThrow(invalid);
    }
    await expect(readDistribution(sdist, { limits: { totalBytes: 2000 } })).rejects.toThrow(invalid);
  });
});

describe('wheels that indexes refuse', () => {
  const change = (name: string, by: Partial<ZipEntry>): ZipEntry[] =>
    wheelEntries().map((entry) => (entry.name === name ? { ...entry, ...by } : entry));
  const without = (name: string) => wheelEntries().filter((entry) => entry.name !== name);

  it.each<[string, ZipEntry[], Parameters<typeof buildZip>[1]?]>([
    ['no METADATA', without(`${INFO}/METADATA`)],
    ['no WHEEL', without(`${INFO}/WHEEL`)],
    ['no RECORD', without(`${INFO}/RECORD`)],
    ['an entry twice', [...wheelEntries(), { name: 'demo/__init__.py' }]],
    ['a data descriptor', change('demo/__init__.py', { flags: 0x808 })],
    ['an encrypted entry', change('demo/__init__.py', { flags: 0x801 })],
    ['another compression method', change('demo/__init__.py', { method: 12 })],
    ['a comment on an entry', change('demo/__init__.py', { comment: 'hi' })],
    ['another name in the local header', change('demo/__init__.py', { localName: 'demo/__init__.pX' })],
    ['a METADATA that is longer than declared', change(`${INFO}/METADATA`, { declaredSize: 10 })],
    ['an absolute name', [...wheelEntries(), { name: '/etc/passwd' }]],
    ['a name with ..', [...wheelEntries(), { name: 'demo/../../x' }]],
    ['a control character in a name', [...wheelEntries(), { name: 'demo/a\u0007b' }]],
    ['bytes before the first entry', wheelEntries(), { before: '#!/bin/sh\n' }],
    ['bytes between the entries and the directory', wheelEntries(), { between: 'hidden' }],
    ['bytes after the end', wheelEntries(), { after: 'more' }],
    ['a ZIP bomb', [...wheelEntries(), { name: 'demo/zeros', data: new Uint8Array(65 * 1024 * 1024) }]],
  ])('%s', async (_what, entries, extra) => {
    const path = join(folder, WHEEL);
    await writeFile(path, buildZip(entries, extra));
    await expect(readDistribution(path)).rejects.toThrow(invalid);
  });

  it('not a ZIP archive', async () => {
    const path = join(folder, WHEEL);
    await writeFile(path, 'not a zip');
    await expect(readDistribution(path)).rejects.toThrow(invalid);
  });
});

describe('sdists that indexes or installers refuse', () => {
  const link = (linkname: string, type: 'link' | 'symlink'): TarMember => ({
    name: 'demo-1.0.0/l',
    type,
    linkname,
  });

  it.each<[string, TarMember[]]>([
    ['no PKG-INFO', sdistMembers().slice(1)],
    ['two top-level folders', [...sdistMembers(), { name: 'other/x', data: '' }]],
    ['a top-level file', [...sdistMembers(), { name: 'loose', data: '' }]],
    ['a member twice', [...sdistMembers(), { name: 'demo-1.0.0/pyproject.toml', data: '' }]],
    ['a PKG-INFO that is a link', [{ name: 'demo-1.0.0/PKG-INFO', type: 'symlink', linkname: 'x' }]],
    ['an absolute name', [...sdistMembers(), { name: '/etc/passwd', data: '' }]],
    ['a name with ..', [...sdistMembers(), { name: 'demo-1.0.0/../../x', data: '' }]],
    ['a link that leaves the archive', [...sdistMembers(), link('../../etc', 'symlink')]],
    ['an absolute link', [...sdistMembers(), link('/etc/passwd', 'symlink')]],
    ['a hard link out of the archive', [...sdistMembers(), link('other/x', 'link')]],
    ['a device', [...sdistMembers(), { name: 'demo-1.0.0/d', type: 'character-device' }]],
    ['a named pipe', [...sdistMembers(), { name: 'demo-1.0.0/p', type: 'fifo' }]],
  ])('%s', async (_what, members) => {
    const path = join(folder, 'demo-1.0.0.tar.gz');
    await writeFile(path, await buildTarGz(members));
    await expect(readDistribution(path)).rejects.toThrow(invalid);
  });

  it('but accepts a link inside the archive, long names, and a folder entry', async () => {
    const long = `demo-1.0.0/${'deep/'.repeat(40)}file.py`;
    const path = join(folder, 'demo-1.0.0.tar.gz');
    const more: TarMember[] = [
      { name: 'demo-1.0.0/', type: 'directory' },
      link('pyproject.toml', 'symlink'),
      { name: long, data: '' },
    ];
    await writeFile(path, await buildTarGz([...sdistMembers(), ...more]));
    expect(await readDistribution(path)).toMatchObject({ folder: 'demo-1.0.0' });
  });

  it.each([
    ['truncated', (bytes: Buffer) => bytes.subarray(0, bytes.length - 40)],
    ['followed by other bytes', (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(3_000_000, 1)])],
    ['not compressed', () => Buffer.from('plain')],
    ['not a tar archive', () => gzipSync(Buffer.alloc(2048, 7))],
    ['a gzip bomb', () => gzipSync(Buffer.alloc(65 * 1024 * 1024))],
  ])('%s', async (_what, spoil) => {
    const path = join(folder, 'demo-1.0.0.tar.gz');
    await writeFile(path, spoil(await buildTarGz(sdistMembers())));
    await expect(readDistribution(path)).rejects.toThrow(invalid);
  });
});

describe('ensureUnchanged', () => {
  it('notices another size and another modification time', async () => {
    const path = await buildWheel(folder);
    const found = await readDistribution(path);
    await expect(ensureUnchanged(found)).resolves.toBeUndefined();
    await utimes(path, new Date(1000), new Date(1000));
    await expect(ensureUnchanged(found)).rejects.toMatchObject({ code: 'PYPI_FILE_CHANGED' });
  });
});
