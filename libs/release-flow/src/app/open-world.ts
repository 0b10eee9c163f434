import { ActionsIo, isGitHubActions } from '@heroku-release/actions-io';
import type { FaultPoints } from '@heroku-release/release-kit';
import {
  CommandRunner,
  FileStore,
  HttpClient,
  noFaults,
  orderedFault,
  Redactor,
  systemClock,
  systemRandom,
} from '@heroku-release/release-kit';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import { FlowError } from '../errors.ts';
import type { ProgramHost } from './host.ts';
import { SECRETS, withoutSecrets } from './secrets.ts';

/** Opens the services of this machine: clock, randomness, HTTP client, command runner and file store, with one redactor. */
export function openWorld(host: ProgramHost): FlowEnvironment {
  const { env } = host;
  const redactor = new Redactor();
  for (const name of SECRETS) redactor.add(env[name]);
  const faults = faultsOf(host);
  const { RUNNER_TEMP: temporaryRoot } = env;
  const files = new FileStore({ faults, temporaryRoot: temporaryRoot === '' ? undefined : temporaryRoot });
  const actions = new ActionsIo({ env, files, random: systemRandom, redactor, write: host.out });
  return {
    env,
    clock: systemClock,
    random: systemRandom,
    http: new HttpClient({ faults }),
    commands: new CommandRunner({ env: withoutSecrets(env), faults, redactor }),
    files,
    redactor,
    actions: isGitHubActions(env) ? actions : undefined,
  };
}

function faultsOf(host: ProgramHost): FaultPoints {
  const order = host.env['HEROKU_RELEASE_FAULT'];
  if (order === undefined || order === '') return noFaults;
  const faults = orderedFault(order, host.kill);
  if (faults !== undefined) return faults;
  throw new FlowError('ENVIRONMENT_INVALID', 'HEROKU_RELEASE_FAULT is not a valid fault', {
    hint: 'Unset it. It is for crash tests only, such as "kill before 3" or "kill after 3".',
  });
}
