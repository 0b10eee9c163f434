import { join } from 'node:path';
import process from 'node:process';
import {
  hostOf,
  jobFolder,
  type PublishContext,
  runStageApp,
  type StageApp,
  verdictOf,
} from '@heroku-release/release-flow';

/** Moratorium check, GitHub release with the tested files, the index, the change record. */
const app: StageApp = {
  request: (actions, world) => {
    const tag = actions.input('tag');
    return {
      stage: 'publish',
      workFolder: join(jobFolder(world, 'RUNNER_TEMP'), 'heroku-release-publish'),
      ...(tag === '' ? {} : { tag }),
    };
  },
  outputs: (report) => {
    const { version, release } = report.context as PublishContext;
    return { verdict: verdictOf(report), version: version ?? '', url: release?.url ?? '' };
  },
  resume: `gh workflow run publish.yml --ref ${process.env['GITHUB_REF_NAME'] ?? '<tag>'}`,
};

process.exitCode = await runStageApp(app, hostOf(process));
