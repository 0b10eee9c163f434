import { dirname, join } from 'node:path';
import type { ActionStep, KnownAction } from './known-action.ts';
import { findPython, linkTool } from './tools.ts';

/**
 * `actions/setup-python`: puts installed Pythons on `PATH`, the last one as `python`. A version that is not installed is reported as
 * missing and does not fail the step, because a rehearsal downloads nothing.
 */
export const setupPython: KnownAction = {
  supported: ['python-version', 'update-environment'],
  ignored: ['cache', 'cache-dependency-path', 'check-latest', 'token', 'architecture', 'allow-prereleases'],
  play,
};

async function play(step: ActionStep): Promise<void> {
  const wanted = (step.inputs['python-version'] ?? '').split(/\r?\n/).map((line) => line.trim());
  const find = step.machine.python ?? ((version: string) => findPython(version, step.env));
  for (const version of wanted.filter((line) => line !== '')) {
    const found = await find(version);
    if (found === undefined) {
      step.missing(`Python ${version}`);
      continue;
    }
    const minor = /^\d+\.\d+/.exec(found.version)?.[0] ?? version;
    const folder = join(step.toolCache, 'Python', found.version, 'bin');
    await linkTool(folder, [`python${minor}`, 'python3', 'python'], found.path);
    step.log.info(`Python ${found.version} at ${found.path}`);
    step.setOutput('python-version', found.version);
    step.setOutput('python-path', join(folder, 'python'));
    if (step.inputs['update-environment'] === 'false') continue;
    step.addPath(dirname(found.path));
    step.addPath(folder);
    step.setEnv('pythonLocation', dirname(folder));
  }
}
