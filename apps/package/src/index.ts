import { join } from 'node:path';
import process from 'node:process';
import { hostOf, jobFolder, runStageApp, type StageApp } from '@heroku-release/release-flow';

/** Build, tests, lint; on the merge of a release also the plan, and the folder to upload. */
const app: StageApp<'package'> = {
  request: (_actions, world) => ({
    stage: 'package',
    repo: jobFolder(world, 'GITHUB_WORKSPACE'),
    out: join(jobFolder(world, 'RUNNER_TEMP'), 'release-dist'),
    toolFolder: join(jobFolder(world, 'RUNNER_TEMP'), 'heroku-release-uv'),
  }),
  outputs: ({ facts, outcome }, { out }) => {
    const target = facts.release?.kind === 'release' ? facts.release.target : undefined;
    const uploads = target !== undefined && outcome === 'done';
    return {
      release: String(uploads),
      version: target?.version ?? '',
      tag: target?.tag ?? '',
      dist: uploads ? out : '',
    };
  },
  resume: 'run the job again (Re-run failed jobs)',
};

process.exitCode = await runStageApp(app, hostOf(process));
