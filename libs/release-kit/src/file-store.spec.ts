import { lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileStore } from './file-store.ts';
import { FaultScript } from './testing/index.ts';

describe('FileStore', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'file-store-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('writes whole files, creates folders, and leaves no partial files', async () => {
    const files = new FileStore();
    await files.write(join(folder, 'deep', 'a.txt'), 'one');
    await files.write(join(folder, 'deep', 'a.txt'), 'two');
    expect(await readFile(join(folder, 'deep', 'a.txt'), 'utf8')).toBe('two');
    expect(await readdir(join(folder, 'deep'))).toEqual(['a.txt']);
  });

  it('moves a folder to a free path, and leaves an existing folder alone', async () => {
    const files = new FileStore();
    const place = join(folder, 'place');
    const made = await Promise.all(['one', 'two'].map(() => files.temporaryFolder('made-', folder)));
    for (const path of made) await files.write(join(path, 'name'), path);
    const moves = await Promise.allSettled(made.map((path) => files.moveFolder(path, place)));
    expect(moves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(moves.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'FILE_NOT_WRITABLE' },
    });
    expect(made).toContain(await readFile(join(place, 'name'), 'utf8'));
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('keeps a file executable', async () => {
    const files = new FileStore();
    const path = join(folder, 'run.sh');
    await writeFile(path, 'old', { mode: 0o755 });
    await files.write(path, 'new');
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readFile(path, 'utf8')).toBe('new');
  });

  it('keeps the old file when a stream breaks', async () => {
    const files = new FileStore();
    const path = join(folder, 'a.txt');
    await files.write(path, 'old');
    const broken = async function* () {
      yield Buffer.from('new');
      throw new Error('broken');
    };
    await expect(files.writeStream(path, broken())).rejects.toThrow('broken');
    expect(await files.readText(path)).toBe('old');
    expect(await readdir(folder)).toEqual(['a.txt']);
  });

  it('never writes through a link with the name of a partial file', async () => {
    const random = { hex: () => 'ab', fraction: () => 0 };
    const victim = join(folder, 'victim');
    await writeFile(victim, 'untouched');
    for (const name of ['.a.txt.partial', '.heroku-release-ab.partial']) {
      await symlink(victim, join(folder, name));
    }
    const writing = new FileStore({ random }).write(join(folder, 'a.txt'), 'new');
    await expect(writing).rejects.toMatchObject({ code: 'FILE_NOT_WRITABLE' });
    await new FileStore().write(join(folder, 'a.txt'), 'new');
    expect(await readFile(join(folder, 'a.txt'), 'utf8')).toBe('new');
    expect(await readFile(victim, 'utf8')).toBe('untouched');
  });

  it('replaces a link instead of writing through it', async () => {
    const victim = join(folder, 'victim');
    await writeFile(victim, 'untouched');
    await symlink(victim, join(folder, 'a.txt'));
    await new FileStore().write(join(folder, 'a.txt'), 'new');
    expect(await readFile(victim, 'utf8')).toBe('untouched');
    expect((await lstat(join(folder, 'a.txt'))).isFile()).toBe(true);
  });

  it('leaves nothing behind when a file cannot be replaced', async () => {
    const files = new FileStore();
    await mkdir(join(folder, 'taken', 'full'), { recursive: true });
    await expect(files.write(join(folder, 'taken'), 'x')).rejects.toMatchObject({
      code: 'FILE_NOT_WRITABLE',
    });
    expect(await readdir(folder)).toEqual(['taken']);
  });

  it('hashes while it writes', async () => {
    const files = new FileStore();
    const path = join(folder, 'a.txt');
    const digest = await files.writeStream(
      path,
      (async function* () {
        yield Buffer.from('abc');
      })(),
    );
    expect(digest).toEqual(await files.digest(path));
    expect(digest.sha256.slice(0, 8)).toBe('ba7816bf');
  });

  it('passes a fault point with the name of the file', async () => {
    const faults = new FaultScript();
    await new FileStore({ faults }).write(join(folder, 'plan.json'), '{}');
    expect(faults.reached).toEqual([{ boundary: 'file', name: 'plan.json', writes: true }]);
  });

  it('says which file cannot be read', async () => {
    await expect(new FileStore().readText(join(folder, 'none'))).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
    });
  });
});
