import { access, constants, mkdir, rm, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import type { Environment } from '../run/bare-repository.ts';
import type { Interpreter } from '../run/machine.ts';

/** Finds the first executable with a name on `PATH`. */
export async function findOnPath(name: string, env: Environment): Promise<string | undefined> {
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    if (folder === '') continue;
    const path = join(folder, name);
    const works = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (works) return path;
  }
  return undefined;
}

/** Finds `pythonX.Y` on `PATH` and runs it for its version, because version managers put names there that do not start. */
export async function findPython(version: string, env: Environment): Promise<Interpreter | undefined> {
  const minor = /^\d+\.\d+/.exec(version)?.[0];
  if (minor === undefined) return undefined;
  for (const folder of (env['PATH'] ?? '').split(delimiter)) {
    const path = await findOnPath(`python${minor}`, { PATH: folder });
    if (path === undefined) continue;
    const script = "import sys; print(sys.executable); print('.'.join(map(str, sys.version_info[:3])))";
    const { stdout, exitCode } = await execa(path, ['-I', '-c', script], {
      env: { ...env },
      extendEnv: false,
      reject: false,
    });
    const [executable, full] = stdout.split('\n');
    if (exitCode === 0 && executable !== undefined && full !== undefined && fits(version, full)) {
      return { path: executable, version: full };
    }
  }
  return undefined;
}

/** Whether a full version such as `3.12.4` satisfies `3.12` or `3.12.4`; a trailing `.x` or `-dev` is ignored. */
function fits(wanted: string, full: string): boolean {
  const exact = /^\d+\.\d+\.\d+$/.test(wanted);
  return exact ? wanted === full : true;
}

/** Links `target` into `folder` under each name. Replaces existing files. */
export async function linkTool(folder: string, names: readonly string[], target: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of names) {
    await rm(join(folder, name), { force: true });
    await symlink(target, join(folder, name));
  }
}
