import { basename, join } from 'node:path';
import { endpointsFromEnv, parseRepositorySlug } from '@heroku-release/gh-ops';
import { GitRepository } from '@heroku-release/git-repo';
import { type FlowEnvironment, FlowError } from '@heroku-release/release-flow';
import { buildExampleRepository, type ExampleHistory } from './example-history.ts';
import { PROGRAM } from './program-folder.ts';

/** A private copy of the repository to rehearse. */
export interface SourceRepository {
  /** Bare copy that the sandbox serves. */
  readonly gitDirectory: string;
  /** `owner/name`. */
  readonly fullName: string;
  readonly defaultBranch: string;
  /** Remarks about the copy for the user. */
  readonly remarks: readonly string[];
}

const EXAMPLE = { name: 'greeting-py', fullName: 'heroku-examples/greeting-py' };

/** Builds the example with its history. */
export async function exampleSource(root: string, world: FlowEnvironment): Promise<SourceRepository> {
  const { commands, files } = world;
  const text = await files.readText(join(PROGRAM.examples, `${EXAMPLE.name}.history.json`));
  const data = JSON.parse(text) as ExampleHistory;
  const sourceFolder = join(PROGRAM.examples, data.folder);
  const built = await buildExampleRepository({
    data,
    sourceFolder,
    into: join(root, 'example'),
    commands,
    files,
  });
  const gitDirectory = await bareCopy(built.root, root, world);
  return { gitDirectory, fullName: EXAMPLE.fullName, defaultBranch: data.defaultBranch, remarks: [] };
}

/** Copies the user's checkout, which stays byte for byte unchanged, including .git. */
export async function checkoutSource(
  repo: string,
  root: string,
  world: FlowEnvironment,
): Promise<SourceRepository> {
  const { commands, files, env } = world;
  const git = await GitRepository.open(repo, { commands, files });
  await git.requireFullHistory();
  const branch = await git.currentBranch();
  if (branch === undefined) {
    throw new FlowError('USAGE', 'the checkout has a detached HEAD', {
      hint: 'Run git switch main, then rehearse again.',
    });
  }
  const url = await git.remoteUrl('origin');
  const slug = url === undefined ? undefined : parseRepositorySlug(url, endpointsFromEnv(env).serverUrl);
  const fullName = slug === undefined ? `local/${plainName(git.root)}` : `${slug.owner}/${slug.repo}`;
  return {
    gitDirectory: await bareCopy(git.root, root, world),
    fullName,
    defaultBranch: branch,
    remarks: [`  releasing the last commit of ${branch} in ${git.root}; uncommitted changes are ignored`],
  };
}

function plainName(path: string): string {
  return basename(path).replace(/[^A-Za-z0-9._-]/g, '-');
}

async function bareCopy(from: string, root: string, { commands }: FlowEnvironment): Promise<string> {
  const gitDirectory = join(root, 'remote.git');
  await commands.output({
    command: 'git',
    args: ['clone', '--quiet', '--bare', '--no-hardlinks', '--template=', '--', from, gitDirectory],
    env: { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' },
  });
  return gitDirectory;
}
