import { join } from 'node:path';
import { execa } from 'execa';
import type { ActionStep, KnownAction } from './known-action.ts';
import { findOnPath, linkTool } from './tools.ts';

/** `astral-sh/setup-uv`: puts the installed uv on `PATH`, whatever version is requested, or reports it as missing. */
export const setupUv: KnownAction = {
  supported: ['python-version', 'enable-cache'],
  ignored: [
    'version',
    'version-file',
    'checksum',
    'github-token',
    'prune-cache',
    'cache-suffix',
    'cache-dependency-glob',
    'cache-local-path',
    'ignore-nothing-to-cache',
    'ignore-empty-workdir',
    'add-problem-matchers',
    'save-cache',
    'restore-cache',
  ],
  play,
};

async function play(step: ActionStep): Promise<void> {
  const uv = step.machine.uv ?? (await findOnPath('uv', step.env));
  if (uv === undefined) {
    step.missing('uv');
    return;
  }
  const { stdout } = await execa(uv, ['--version'], { env: { ...step.env }, extendEnv: false });
  const version = /\d+\.\d+\.\d+\S*/.exec(stdout)?.[0] ?? '';
  const folder = join(step.toolCache, 'uv', version);
  await linkTool(folder, ['uv'], uv);
  step.log.info(`uv ${version} at ${uv}`);
  step.addPath(folder);
  step.setOutput('uv-version', version);
  step.setOutput('uv-path', join(folder, 'uv'));
  step.setOutput('cache-hit', 'false');
  if ((step.inputs['python-version'] ?? '') !== '') {
    step.setEnv('UV_PYTHON', step.inputs['python-version'] ?? '');
  }
}
