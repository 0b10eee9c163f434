import { join } from 'node:path';
import { FlowError, type StageDocument } from '@heroku-release/release-flow';
import { machineEnvironment } from './machine-environment.ts';
import { PROGRAM } from './program-folder.ts';
import type { RehearsalWorld } from './rehearsal-world.ts';
import { PERSON, type Services } from './services.ts';
import type { SourceRepository } from './source-repository.ts';

/** Clones the copy as a person would and drafts the release in the clone, with the command line as a separate process. */
export async function draftInClone(rehearsal: {
  readonly bump: string;
  readonly source: SourceRepository;
  readonly services: Services;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly surroundings: RehearsalWorld;
}): Promise<StageDocument> {
  const { bump, source, services, surroundings } = rehearsal;
  const { world, root, story, node } = surroundings;
  const { commands } = world;
  const { endpoints } = services.sandbox;
  const checkout = join(root, 'checkout');
  const env = {
    ...Object.fromEntries(Object.keys(world.env).map((name) => [name, undefined])),
    ...machineEnvironment(world.env),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = async (...args: readonly string[]) => await commands.output({ command: 'git', args, env });
  await git('clone', '--quiet', `${endpoints.GITHUB_SERVER_URL}/${source.fullName}.git`, checkout);
  await git('-C', checkout, 'config', 'user.name', PERSON);
  await git('-C', checkout, 'config', 'user.email', `${PERSON}@example.invalid`);
  story.chapter(`● a person runs: heroku-release draft ${bump}`);
  const result = await commands.run({
    command: node,
    args: [PROGRAM.cli, 'draft', bump, '--repo', checkout, '--yes', '--json', '--no-color'],
    env: {
      ...env,
      ...endpoints,
      GITHUB_TOKEN: services.personToken,
      HEROKU_RELEASE_SETTINGS: JSON.stringify(rehearsal.overrides),
    },
    onLine: (line, stream) => {
      // Standard output holds the report, which is parsed below.
      if (stream === 'stderr') story.say(line);
    },
  });
  const document: unknown = parse(result.stdout);
  if (isStageDocument(document)) return document;
  const { code, message, hint } = errorOf(document);
  throw new FlowError('USAGE', `draft ended with exit code ${result.exitCode}: ${message} (${code})`, {
    hint,
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isStageDocument(value: unknown): value is StageDocument {
  return value !== null && typeof value === 'object' && 'steps' in value && 'stage' in value;
}

function errorOf(document: unknown): { code: string; message: string; hint: string } {
  const { error } = (document ?? {}) as { error?: { code?: string; message?: string; hint?: string } };
  return { code: 'UNEXPECTED', message: 'it printed no report', hint: 'Run it with --verbose.', ...error };
}
