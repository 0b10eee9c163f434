import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, files, folderWith, put } from '../test/world.ts';
import { ensureUv } from './uv.ts';

const WORKS = '#!/bin/sh\necho "uv 9.9.9"\n';
const BROKEN = '#!/bin/sh\nexit 127\n';
/** Creates "environments" whose pip installs a working uv, and logs each one. */
const PYTHON = `#!/bin/sh
if [ "$2" = venv ]; then
  mkdir -p "$4/bin"
  cp "$0" "$4/bin/python"
  echo venv >> "$(dirname "$4")/uv.log"
else
  printf '#!/bin/sh\\necho "uv 1.0"\\n' > "$(dirname "$0")/uv"
  chmod +x "$(dirname "$0")/uv"
fi
`;

async function world(python: string) {
  const root = await folderWith({ python });
  const progress: string[] = [];
  const ensure = (path: string) =>
    ensureUv({
      commands,
      files,
      path,
      folder: join(root, 'uv'),
      python: join(root, 'python'),
      onProgress: (message) => progress.push(message),
    });
  return { root, progress, ensure };
}

describe('ensureUv', () => {
  it('takes the first uv on the path that starts', async () => {
    const { ensure, progress } = await world(BROKEN);
    const [broken, works] = [await folderWith({ uv: BROKEN }), await folderWith({ uv: WORKS })];
    expect(await ensure(`${broken}:${works}`)).toEqual({ path: join(works, 'uv'), origin: 'machine' });
    expect(progress).toEqual([]);
  });

  it('installs it into the private folder with a message, and finds it there the next time', async () => {
    const { ensure, progress, root } = await world(PYTHON);
    const expected = { path: join(root, 'uv', 'bin', 'uv'), origin: 'private folder' };
    expect(await ensure('')).toEqual(expected);
    expect(progress).toHaveLength(1);
    expect(await ensure('')).toEqual(expected);
    expect(progress).toHaveLength(1);
    expect(await files.readText(join(root, 'uv.log'))).toBe('venv\n');
  });

  it('works for several callers at once', async () => {
    const { ensure, root } = await world(PYTHON);
    const expected = { path: join(root, 'uv', 'bin', 'uv'), origin: 'private folder' };
    expect(await Promise.all([ensure(''), ensure(''), ensure('')])).toEqual([expected, expected, expected]);
    expect((await files.list(root)).sort()).toEqual(['python', 'uv', 'uv.log']);
  });

  it('replaces an incomplete folder', async () => {
    const { ensure, progress, root } = await world(PYTHON);
    await put(root, { 'uv/bin/uv': BROKEN });
    expect(await ensure('')).toMatchObject({ origin: 'private folder' });
    expect(progress).toHaveLength(1);
  });

  it.each([
    ['Python lacks venv', BROKEN],
    ['the installed uv does not start', '#!/bin/sh\nexit 0\n'],
  ])('fails if %s', async (_, python) => {
    const { ensure } = await world(python);
    await expect(ensure('')).rejects.toMatchObject({ code: 'PYTHON_UV_UNAVAILABLE' });
  });

  it('fails if there is no Python', async () => {
    const folder = await folderWith();
    const none = ensureUv({ commands, files, path: '', folder, python: '/nowhere/python3' });
    await expect(none).rejects.toMatchObject({ code: 'PYTHON_UV_UNAVAILABLE' });
  });
});
