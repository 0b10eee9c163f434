import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Contender } from './measure.ts';

const run = promisify(execFile);

/** A tool to compare with, or the reason why it is missing. */
export type Peer =
  | { readonly name: string; readonly contender: (repository: string) => Contender }
  | { readonly name: string; readonly missing: string };

/** Installs git-cliff and runs its binary directly, because the package's wrapper would add a Node process. */
export async function gitCliff(folder: string, version: string): Promise<Peer> {
  const installed = await install(folder, 'git-cliff', version);
  if ('missing' in installed) return { name: `git-cliff ${version}`, ...installed };
  const program = join(installed.modules, `git-cliff-${process.platform}-${process.arch}`, 'bin/git-cliff');
  const name = `git-cliff ${installed.version}`;
  if (!existsSync(program)) return { name, missing: `no binary for ${process.platform} ${process.arch}` };
  return {
    name,
    contender: (cwd) => ({ name, command: program, args: ['--offline', '--repository', cwd], cwd: folder }),
  };
}

/** Installs conventional-changelog, which prints the whole history. */
export async function conventionalChangelog(folder: string): Promise<Peer> {
  const name = 'conventional-changelog';
  const installed = await install(folder, name, 'latest');
  if ('missing' in installed) return { name, ...installed };
  const program = join(installed.modules, name, 'dist/cli/index.js');
  const full = `${name} ${installed.version}`;
  if (!existsSync(program)) return { name: full, missing: 'the package has no command line' };
  const preset = await install(folder, 'conventional-changelog-angular', 'latest');
  if ('missing' in preset) return { name: full, ...preset };
  return {
    name: full,
    contender: (cwd) => ({
      name: full,
      command: process.execPath,
      args: [program, '--preset', 'angular', '--release-count', '0', '--stdout'],
      cwd: folder,
      env: { GIT_DIR: cwd },
    }),
  };
}

type Installed = { readonly modules: string; readonly version: string } | { readonly missing: string };

async function install(root: string, name: string, version: string): Promise<Installed> {
  const folder = join(root, name === 'git-cliff' ? `${name}-${version}` : 'conventional');
  const modules = join(folder, 'node_modules');
  mkdirSync(folder, { recursive: true });
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest))
    writeFileSync(manifest, '{ "name": "peers", "version": "0.0.0", "private": true }\n');
  try {
    if (!existsSync(join(modules, name))) {
      const args = ['install', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`];
      await run('npm', args, { cwd: folder, timeout: 180_000 });
    }
    const { stdout } = await run('npm', ['ls', name, '--json', '--depth=0'], { cwd: folder });
    const found = (JSON.parse(stdout) as { dependencies?: Record<string, { version?: string }> })
      .dependencies;
    return { modules, version: found?.[name]?.version ?? version };
  } catch (error) {
    return { missing: (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '' };
  }
}
