import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands, files, folderWith, path } from '../test/world.ts';
import { findInterpreters } from './interpreters.ts';

const pythonScript = (version: string, executable: string) => {
  const minor = version.split('.').slice(0, 2).join('.');
  return `#!/bin/sh\nprintf '%s\\n' '${minor}' '${version}' '${executable}'\n`;
};
const BROKEN = '#!/bin/sh\necho "pyenv: command not found" >&2\nexit 127\n';
const find = (minors: string[], options: { path?: string; home?: string; uv?: string } = {}) =>
  findInterpreters(minors, { commands, files, path: '', ...options });

describe('findInterpreters', () => {
  it('takes the first Python on the path that starts and has the version in its name', async () => {
    const shims = await folderWith({ 'python3.12': BROKEN, 'python3.11': pythonScript('3.9.1', '/liar') });
    const real = await folderWith({
      'python3.12': pythonScript('3.12.4', '/opt/python3.12'),
      'python3.11': pythonScript('3.11.9', '/opt/python3.11'),
    });
    expect(await find(['3.12', '3.11', '3.12'], { path: `${shims}::/nowhere:${real}` })).toEqual([
      { minor: '3.12', version: '3.12.4', path: '/opt/python3.12' },
      { minor: '3.11', version: '3.11.9', path: '/opt/python3.11' },
    ]);
  });

  it('then takes the newest from pyenv, in numeric order', async () => {
    const home = await folderWith({
      '.pyenv/versions/3.12.9/bin/python': pythonScript('3.12.9', '/old'),
      '.pyenv/versions/3.12.10/bin/python': pythonScript('3.12.10', '/new'),
      '.pyenv/versions/3.12.11-dev/bin/python': pythonScript('3.12.11', '/dev'),
      '.pyenv/versions/3.120.1/bin/python': pythonScript('3.120.1', '/far'),
    });
    expect(await find(['3.12'], { home })).toEqual([{ minor: '3.12', version: '3.12.10', path: '/new' }]);
  });

  it('then takes the one that uv finds without a download', async () => {
    const folder = await folderWith({ python: pythonScript('3.13.1', '/uv/python') });
    const uv = join(
      await folderWith({
        uv: `#!/bin/sh\ncase "$*" in *--no-python-downloads*3.13) [ "$UV_PYTHON_DOWNLOADS" = never ] && echo ${folder}/python;; *) exit 2;; esac\n`,
      }),
      'uv',
    );
    expect(await find(['3.13', '3.14'], { uv })).toEqual([
      { minor: '3.13', version: '3.13.1', path: '/uv/python' },
    ]);
  });

  it('leaves out versions that are not installed', async () => {
    expect(await find(['3.98', '3.99'], { path, home: await folderWith(), uv: '/nowhere/uv' })).toEqual([]);
  });

  it.each(['3', '2.7', '3.12.1', '3.x', '', '../3.12'])('refuses %j', async (minor) => {
    await expect(find([minor])).rejects.toMatchObject({ code: 'PYTHON_VERSION_INVALID' });
  });
});
