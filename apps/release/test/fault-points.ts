import {
  CommandRunner,
  type FaultPoints,
  FileStore,
  HttpClient,
  Redactor,
  silentReporter,
  systemClock,
  systemRandom,
} from '@heroku-release/release-kit';
import { composeStage, type StageRequest } from '@heroku-release/release-flow';

/** Runs a stage, with its effects, and returns the names of its fault points in order. */
export async function faultPointsOf(
  request: StageRequest,
  env: Readonly<Record<string, string | undefined>>,
  temporaryRoot: string,
): Promise<string[]> {
  const names: string[] = [];
  const faults: FaultPoints = {
    around: async ({ name }, effect) => {
      names.push(name);
      return await effect();
    },
  };
  const stage = await composeStage(request, {
    env,
    clock: systemClock,
    random: systemRandom,
    redactor: new Redactor(),
    http: new HttpClient({ faults }),
    commands: new CommandRunner({ env, faults }),
    files: new FileStore({ faults, temporaryRoot }),
  });
  const signal = new AbortController().signal;
  const report = await stage.run({ mode: 'apply', reporter: silentReporter, signal });
  if (report.outcome !== 'done') throw new Error(`${report.stage} ended with ${report.outcome}`);
  return names;
}
