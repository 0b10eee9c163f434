import { existsSync } from 'node:fs';
import { CommandRunner, nodeSpawn, Redactor, systemClock } from '@heroku-release/release-kit';
import type { HistoryEnvironment } from '@heroku-release/release-history';
import type { ProgramHost } from './host.ts';
import { SECRETS, withoutSecrets } from './secrets.ts';

/** Opens the services of this machine that read a checkout, without network. Loads much less code than `openWorld`. */
export function openLocalWorld(
  host: Pick<ProgramHost, 'env'>,
): HistoryEnvironment & { readonly redactor: Redactor } {
  const { env } = host;
  const redactor = new Redactor();
  for (const name of SECRETS) redactor.add(env[name]);
  return {
    env,
    redactor,
    clock: systemClock,
    pathExists: existsSync,
    commands: new CommandRunner({ env: withoutSecrets(env), redactor, spawn: nodeSpawn }),
  };
}
