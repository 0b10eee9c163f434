import { resolve } from 'node:path';
import { execa } from 'execa';
import { RunnerError } from '../errors.ts';
import type { ActionStep, KnownAction } from './known-action.ts';

/**
 * `actions/checkout`: a real clone of the repository at the commit of the run. `origin` has the public URL of the repository, and git
 * fetches from there over HTTP with the token of the job.
 */
export const checkout: KnownAction = {
  supported: [
    'ref',
    'fetch-depth',
    'fetch-tags',
    'persist-credentials',
    'path',
    'token',
    'clean',
    'set-safe-directory',
  ],
  ignored: ['show-progress', 'repository', 'submodules', 'lfs'],
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
      throw new RunnerError('RUNNER_CHECKOUT_FAILED', `checkout does not support ${name} ${given} here`);
    }
  }
  const folder = resolve(step.workspace, inputs['path'] ?? '.');
  const remote = `${step.serverUrl}/${repository.fullName}.git`;
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
    step.log.info(`[command]git ${args.join(' ')}`);
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
  const fetchRefs = async (...refspecs: readonly string[]) => {
    const limit = depth > 0 ? [`--depth=${depth}`] : [];
    await git('fetch', '--quiet', '--no-tags', '--no-recurse-submodules', ...limit, 'origin', ...refspecs);
  };
  const tags = '+refs/tags/*:refs/tags/*';
  if (depth > 0) await fetchRefs(...(inputs['fetch-tags'] === 'true' ? [tags] : []), wanted.refspec);
  else {
    await fetchRefs('+refs/heads/*:refs/remotes/origin/*', tags);
    // The branch may have moved since the commit of the run; then its ref is reset to that commit.
    const at = await git('for-each-ref', '--format=%(objectname)', wanted.local);
    if (at === '' || (wanted.local.startsWith('refs/remotes/') && at !== step.sha)) {
      await fetchRefs(wanted.refspec);
    }
  }
  await git('checkout', '--quiet', '--force', ...wanted.checkout);
  if (inputs['persist-credentials'] !== 'false') await git('config', '--local', headerKey, header);
  step.setOutput('ref', inputs['ref'] ?? step.ref);
  step.setOutput('commit', await git('rev-parse', 'HEAD'));
}

interface Target {
  readonly refspec: string;
  /** The ref that the refspec sets; for a bare commit, a ref that does not exist. */
  readonly local: string;
  readonly checkout: readonly string[];
}

/** Decides what to fetch and how to check it out: a branch as a branch, everything else as a detached commit. */
function target(step: ActionStep): Target {
  const given = step.inputs['ref'] ?? '';
  const ref = given === '' ? step.ref : given;
  if (/^[0-9a-f]{40}$/.test(ref)) {
    return { refspec: ref, local: 'refs/remotes/none', checkout: ['--detach', ref] };
  }
  const full = ref.startsWith('refs/') ? ref : `refs/heads/${ref}`;
  const branch = /^refs\/heads\/(.+)$/.exec(full)?.[1];
  if (branch !== undefined) {
    const local = `refs/remotes/origin/${branch}`;
    const source = given === '' ? step.sha : full;
    return { refspec: `+${source}:${local}`, local, checkout: ['-B', branch, local] };
  }
  const isTag = full.startsWith('refs/tags/');
  const local = isTag ? full : full.replace(/^refs\//, 'refs/remotes/');
  // The test merge of a pull request is fetched by its commit, because its ref moves with the branch.
  const source = isTag || given !== '' ? full : step.sha;
  return { refspec: `+${source}:${local}`, local, checkout: ['--detach', `${local}^{commit}`] };
}
