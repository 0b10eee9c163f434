import process from 'node:process';
import { hostOf, runStageApp, type StageApp } from '@heroku-release/release-flow';

/** The version tag on the merge of a release, and the start of publish at it. */
const app: StageApp<'create-tag'> = {
  request: () => ({ stage: 'create-tag' }),
  outputs: ({ facts }) => {
    const target = facts.release?.target;
    return { version: target?.version ?? '', tag: target?.tag ?? '' };
  },
  resume: 'run the job again (Re-run failed jobs)',
};

process.exitCode = await runStageApp(app, hostOf(process));
