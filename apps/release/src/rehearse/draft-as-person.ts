import { join } from 'node:path';
import { FlowError, type StageDocument } from '@heroku-release/release-flow';
import { type FarSides, PERSON } from './far-sides.ts';
import { machineEnvironment } from './machine-environment.ts';
import { PROGRAM } from './program-folder.ts';
import type { RehearsalWorld } from './rehearsal.ts';
import type { SourceRepository } from './source-repository.ts';

/** Clones the copy as a person would, and drafts the release in the clone with the command line, as a process of its own. */
export async function draftAsPerson(story: {
  readonly bump: string;
  readonly source: SourceRepository;
  readonly sides: FarSides;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly around: RehearsalWorld;
}): Promise<StageDocument> {
  const { bump, source, sides, around } = story;
  const { commands, env } = around.world;
  const { endpoints } = sides.sandbox;
  const checkout = join(around.root, 'checkout');
  const clean = Object.fromEntries(Object.keys(env).map((name) => [name, undefined]));
  const own = {
    ...clean,
    ...machineEnvironment(env),
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  const git = async (...args: readonly string[]) => await commands.output({ command: 'git', args, env: own });
  await git('clone', '--quiet', `${endpoints.GITHUB_SERVER_URL}/${source.fullName}.git`, checkout);
  await git('-C', checkout, 'config', 'user.name', PERSON);
  await git('-C', checkout, 'config', 'user.email', `${PERSON}@example.invalid`);
  around.story.chapter(`● a person runs: heroku-release draft ${bump}`);
  const result = await commands.run({
    command: around.node,
    args: [PROGRAM.cli, 'draft', bump, '--repo', checkout, '--yes', '--json', '--no-color'],
    env: {
      ...own,
      ...endpoints,
      GITHUB_TOKEN: sides.personToken,
      HEROKU_RELEASE_SETTINGS: JSON.stringify(story.overrides),
    },
    onLine: (line, stream) => {
      // The report on standard output is for us; the story goes to standard error.
      if (stream === 'stderr') around.story.tell(line);
    },
  });
  const document: unknown = parse(result.stdout);
  if (isStage(document)) return document;
  const [code, message, hint] = errorOf(document);
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

function isStage(value: unknown): value is StageDocument {
  return value !== null && typeof value === 'object' && 'steps' in value && 'stage' in value;
}

function errorOf(value: unknown): [code: string, message: string, hint: string] {
  const error = (value as { error?: { code?: string; message?: string; hint?: string } } | undefined)?.error;
  return [
    error?.code ?? 'UNEXPECTED',
    error?.message ?? 'it printed no report',
    error?.hint ?? 'Run it with --verbose.',
  ];
}
