import type { StageReport } from '@heroku-release/release-kit';
import type { FlowWorld } from './flow-world.ts';
import { REPOSITORY } from './flow-world.ts';
import { Person } from './person.ts';

/** The commands in a hint, in their order. */
export function commandsIn(text: string): string[] {
  return [...text.matchAll(/(?:heroku-release|gh) [a-z](?:[^;.]|\.(?=\S))*/g)].map(([command]) =>
    command.trim().replace(/[),]$/, ''),
  );
}

/** Runs a command that a hint or status names, as a person does; answers with its report, or undefined when it only shows something. */
export async function follow(world: FlowWorld, command: string): Promise<StageReport | undefined> {
  const [program, ...words] = command.split(' ');
  const person = new Person(world);
  const [first = '', second = '', third = ''] = words;
  const option = (name: string) => words[words.indexOf(name) + 1] ?? '';
  switch (`${program ?? ''} ${first} ${program === 'gh' ? second : ''}`.trim()) {
    case 'heroku-release draft': {
      await person.pullMain();
      const supersedes = words.includes('--supersedes') ? { supersedes: option('--supersedes') } : {};
      return await world.draft(second, supersedes);
    }
    case 'heroku-release status':
      await world.status(second === '' ? undefined : second);
      return undefined;
    case 'gh workflow run':
      return await world.publish(option('--ref'));
    case 'gh run rerun':
      await rerun(world, Number(third));
      return undefined;
    case 'gh run list':
    case 'gh run watch':
      return undefined;
    case 'gh release delete':
      await person.deleteRelease(third);
      return undefined;
    default:
      throw new Error(`no test can follow ${command}`);
  }
}

/** Runs a finished run of package again: it ends well, with the files that were built. Create Tag follows where there is no tag. */
async function rerun(world: FlowWorld, id: number): Promise<void> {
  const { github } = world.sandbox;
  github.updateRun(id, { status: 'queued', attempt: github.run(id).attempt + 1 });
  github.storeArtifact({ runId: id, name: 'release-dist', zip: await world.zipOfFiles() });
  github.updateRun(id, { status: 'completed', conclusion: 'success' });
  if (github.repository(REPOSITORY).git.ref('refs/tags/v1.3.0') === undefined) await world.createTag();
}
