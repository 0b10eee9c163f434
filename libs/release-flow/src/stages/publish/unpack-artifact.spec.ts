import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FileStore } from '@heroku-release/release-kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FlowError } from '../../errors.ts';
import { unpackArtifact } from './unpack-artifact.ts';

/** Writes every zip of this test in one process. */
const MAKE = `
import stat, sys, warnings, zipfile
warnings.simplefilter("ignore")
folder = sys.argv[1]
def make(name, entries):
    with zipfile.ZipFile(f"{folder}/{name}.zip", "w", zipfile.ZIP_DEFLATED) as out:
        for entry, data in entries:
            out.writestr(entry, data)
def link(name):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return info
make("good", [("demo-1.3.0-py3-none-any.whl", b"wheel"), ("demo-1.3.0.tar.gz", b"sdist"), ("release-plan.json", b"{}")])
make("empty", [])
make("up", [("../outside.txt", b"x")])
make("deep-up", [("a/../../outside.txt", b"x")])
make("absolute", [("/tmp/outside.txt", b"x")])
make("backslash", [("..\\\\outside.txt", b"x")])
make("drive", [("C:outside.txt", b"x")])
make("folder", [("dist/", b"")])
make("in-folder", [("dist/demo.whl", b"x")])
make("link", [(link("demo.whl"), b"/etc/passwd")])
make("duplicate", [("demo.whl", b"one"), ("demo.whl", b"two")])
make("too-many", [(f"file-{n}", b"x") for n in range(51)])
make("just-enough", [(f"file-{n}", b"x") for n in range(50)])
make("hidden", [(".pypirc", b"x")])
make("space", [("a b", b"x")])
make("option", [("--help", b"x")])
make("long", [("a" * 255, b"x")])
make("control", [("a\\nb", b"x")])
def patched(name, source, change):
    data = bytearray(open(f"{folder}/{source}.zip", "rb").read())
    change(data)
    open(f"{folder}/{name}.zip", "wb").write(data)
central = lambda data: data.rindex(b"PK\\x01\\x02")
def claim(data, size): data[central(data) + 24:central(data) + 28] = size.to_bytes(4, "little")
make("one", [("demo.whl", b"x" * 100000)])
patched("larger-than-said", "one", lambda data: claim(data, 10))
patched("smaller-than-said", "one", lambda data: claim(data, 200000))
patched("bomb", "one", lambda data: claim(data, 0xfffffff0))
def encrypt(data): data[central(data) + 8] |= 1
patched("encrypted", "one", encrypt)
def nul(data):
    at = central(data) + 46
    data[at:at + 8] = b"demo\\0whl"
patched("nul", "one", nul)
patched("broken-data", "one", lambda data: data.__setitem__(slice(45, 60), b"\\xff" * 15))
open(f"{folder}/no-zip.zip", "wb").write(b"PK" * 100)
open(f"{folder}/nothing.zip", "wb").write(b"")
whole = open(f"{folder}/good.zip", "rb").read()
open(f"{folder}/cut.zip", "wb").write(whole[:-30])
`;

let zips: string;

beforeAll(async () => {
  zips = await mkdtemp(join(tmpdir(), 'unpack-'));
  await writeFile(join(zips, 'make.py'), MAKE);
  await promisify(execFile)('python3', [join(zips, 'make.py'), zips]);
});
afterAll(async () => {
  await rm(zips, { recursive: true, force: true });
});

const unpack = async (name: string) => {
  const folder = join(zips, 'inside', name, 'dist');
  return { folder, files: await unpackArtifact(join(zips, `${name}.zip`), folder, new FileStore()) };
};

describe('unpackArtifact', () => {
  it('returns every file with size and hash', async () => {
    const { folder, files } = await unpack('good');
    expect(files.map(({ name, size }) => [name, size])).toEqual([
      ['demo-1.3.0-py3-none-any.whl', 5],
      ['demo-1.3.0.tar.gz', 5],
      ['release-plan.json', 2],
    ]);
    expect(files[2]).toEqual({
      name: 'release-plan.json',
      path: join(folder, 'release-plan.json'),
      size: 2,
      sha256: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
    });
    expect(await readFile(join(folder, 'demo-1.3.0.tar.gz'), 'utf8')).toBe('sdist');
    expect((await readdir(folder)).sort()).toEqual(files.map(({ name }) => name).sort());
  });

  it('accepts an empty zip, and as many files as allowed', async () => {
    expect((await unpack('empty')).files).toEqual([]);
    expect((await unpack('just-enough')).files).toHaveLength(50);
  });

  it.each([
    'up',
    'deep-up',
    'absolute',
    'backslash',
    'drive',
    'folder',
    'in-folder',
    'link',
    'duplicate',
    'too-many',
    'hidden',
    'space',
    'option',
    'long',
    'control',
    'nul',
    'larger-than-said',
    'smaller-than-said',
    'bomb',
    'encrypted',
    'broken-data',
    'no-zip',
    'nothing',
    'cut',
  ])('refuses %s, and writes nothing outside', async (name) => {
    const error: unknown = await unpack(name).then(
      () => 'unpacked',
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(FlowError);
    expect(error).toMatchObject({ code: 'ARTIFACT_DIFFERS' });
    const written = await readdir(join(zips, 'inside', name), { recursive: true }).catch(() => []);
    expect(
      written.filter((path) => path !== 'dist' && !/^dist\/\.?demo\.whl(\.partial)?$/.test(path)),
    ).toEqual([]);
    expect(await readdir(zips)).not.toContain('outside.txt');
  });

  it('does not report a missing file as a different artifact', async () => {
    await expect(unpack('absent')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
