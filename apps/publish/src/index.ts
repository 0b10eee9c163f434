import { join } from 'node:path';
import process from 'node:process';
import {
  hostOf,
  jobFolder,
  releaseUrl,
  runStageApp,
  type StageApp,
  verdictOf,
} from '@heroku-release/release-flow';

/** Moratorium check, GitHub release with the tested files, the index, the change record. */
const app: StageApp<'publish'> = {
  request: (actions, world) => ({
    stage: 'publish',
    workFolder: join(jobFolder(world, 'RUNNER_TEMP'), 'heroku-release-publish'),
    tag: actions.input('tag') || undefined,
  }),
  outputs: (report) => ({
    verdict: verdictOf(report),
    version: report.facts.tag?.version ?? '',
    url: releaseUrl(report.facts) ?? '',
  }),
  resume: `gh workflow run publish.yml --ref ${process.env['GITHUB_REF_NAME'] ?? '<tag>'}`,
};

process.exitCode = await runStageApp(app, hostOf(process));
