import { resolve } from 'node:path';
import { execa } from 'execa';
import { RunnerError } from '../errors.ts';
import type { ActionStep, KnownAction } from '../known-action.ts';

/**
 * `actions/checkout`: a real clone of the run's repository at the run's commit. `origin` is the address that people would use, the
 * objects come over the same door with the job's token.
 */
export const checkout: KnownAction = {
  played: [
    'ref',
    'fetch-depth',
    'fetch-tags',
    'persist-credentials',
    'path',
    'token',
    'clean',
    'set-safe-directory',
  ],
  harmless: ['show-progress', 'repository', 'submodules', 'lfs'],
  play,
};

async function play(step: ActionStep): Promise<void> {
  const { inputs, repository } = step;
  for (const [name, plain] of [
    ['repository', repository.fullName],
    ['submodules', 'false'],
    ['lfs', 'false'],
  ] as const) {
    const given = inputs[name] ?? '';
    if (given !== '' && given.toLowerCase() !== plain.toLowerCase()) {
      throw new RunnerError('RUNNER_CHECKOUT_FAILED', `checkout of ${name} ${given} is not played`);
    }
  }
  const folder = resolve(step.workspace, inputs['path'] ?? '.');
  const remote = `${step.serverUrl}/${repository.fullName}`;
  const basic = Buffer.from(`x-access-token:${inputs['token'] ?? step.token}`).toString('base64');
  step.log.printed(`::add-mask::${basic}`);
  const header = `AUTHORIZATION: basic ${basic}`;
  const headerKey = `http.${step.serverUrl}/.extraheader`;
  const git = async (...args: readonly string[]) => {
    const result = await execa('git', args, {
      cwd: folder,
      env: {
        ...step.env,
        GIT_TERMINAL_PROMPT: '0',
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: headerKey,
        GIT_CONFIG_VALUE_0: header,
      },
      extendEnv: false,
      reject: false,
      all: true,
      stdin: 'ignore',
    });
    step.log.say(`[command]git ${args.join(' ')}`);
    for (const line of result.all.split('\n')) if (line !== '') step.log.printed(line);
    if (result.exitCode !== 0) {
      throw new RunnerError(
        'RUNNER_CHECKOUT_FAILED',
        `git ${args[0] ?? ''} failed (${result.exitCode ?? ''})`,
      );
    }
    return result.stdout.trim();
  };
  await execa('mkdir', ['-p', folder], { env: { ...step.env }, extendEnv: false });
  await git('init', '--quiet', '.');
  await git('remote', 'add', 'origin', remote);
  const wanted = target(step);
  const depth = Number(inputs['fetch-depth'] ?? '1');
  const refspecs =
    depth > 0
      ? [...(inputs['fetch-tags'] === 'true' ? ['+refs/tags/*:refs/tags/*'] : []), wanted.refspec]
      : ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', wanted.refspec];
  await git(
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    ...(depth > 0 ? [`--depth=${depth}`] : []),
    'origin',
    ...refspecs,
  );
  await git('checkout', '--quiet', '--force', ...wanted.checkout);
  if (inputs['persist-credentials'] !== 'false') await git('config', '--local', headerKey, header);
  step.setOutput('ref', inputs['ref'] ?? step.ref);
  step.setOutput('commit', await git('rev-parse', 'HEAD'));
}

/** What to fetch and how to check it out: a branch as a branch, everything else as a detached commit. */
function target(step: ActionStep): { readonly refspec: string; readonly checkout: readonly string[] } {
  const given = step.inputs['ref'] ?? '';
  const ref = given === '' ? step.ref : given;
  if (/^[0-9a-f]{40}$/.test(ref)) return { refspec: ref, checkout: ['--detach', ref] };
  const full = ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
  const source = given === '' ? step.sha : full;
  const branch = /^refs\/heads\/(.+)$/.exec(full)?.[1];
  if (branch !== undefined) {
    const local = `refs/remotes/origin/${branch}`;
    return { refspec: `+${source}:${local}`, checkout: ['-B', branch, local] };
  }
  const kept = full.startsWith('refs/tags/') ? full : full.replace(/^refs\//, 'refs/remotes/');
  return { refspec: `+${full}:${kept}`, checkout: ['--detach', `${kept}^{commit}`] };
}
