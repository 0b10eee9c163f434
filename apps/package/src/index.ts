import { join } from 'node:path';
import process from 'node:process';
import {
  hostOf,
  jobFolder,
  type PackageContext,
  runStageApp,
  type StageApp,
} from '@heroku-release/release-flow';

/** Build, tests, lint; on the merge of a release also the plan, and the folder to upload. */
const app: StageApp = {
  request: (_actions, world) => ({
    stage: 'package',
    repo: jobFolder(world, 'GITHUB_WORKSPACE'),
    out: join(jobFolder(world, 'RUNNER_TEMP'), 'release-dist'),
    toolFolder: join(jobFolder(world, 'RUNNER_TEMP'), 'heroku-release-uv'),
  }),
  outputs: (report, request) => {
    const { release } = report.context as PackageContext;
    const uploads = release !== undefined && report.outcome === 'done';
    return {
      release: String(uploads),
      version: release?.version ?? '',
      tag: release?.tag ?? '',
      dist: uploads && request.stage === 'package' ? request.out : '',
    };
  },
  resume: 'run the job again (Re-run failed jobs)',
};

process.exitCode = await runStageApp(app, hostOf(process));
