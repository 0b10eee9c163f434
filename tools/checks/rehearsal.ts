// usage: node tools/checks/rehearsal.ts <file with the output of `npm run -s rehearse -- --json`>
// The rehearsal released the example: one document and nothing else, the four stages, and every hash equal in its three places.
import { readFileSync } from 'node:fs';
import { conclude } from './check.ts';

interface Rehearsal {
  readonly verdict: string;
  readonly version?: string;
  readonly tag?: string;
  readonly commit?: string;
  readonly artifacts: readonly {
    readonly name: string;
    readonly sha256: string;
    readonly release?: string;
    readonly index?: string;
    readonly testedOn: readonly string[];
  }[];
  readonly pythons: { readonly tested: readonly string[]; readonly missing: readonly string[] };
  readonly steps: readonly { readonly stage: string; readonly outcome: string }[];
  readonly error?: { readonly code: string; readonly message: string };
}

const [file = ''] = process.argv.slice(2);
// Anything beside the one document makes this throw.
const told = JSON.parse(readFileSync(file, 'utf8')) as Rehearsal;
const stages = new Set(told.steps.map(({ stage }) => stage));
const kinds = (suffix: string) => told.artifacts.filter(({ name }) => name.endsWith(suffix));

const problems = [
  ...unless(told.verdict === 'released', `verdict: ${told.verdict} ${JSON.stringify(told.error ?? {})}`),
  ...['draft', 'package', 'create-tag', 'publish'].flatMap((stage) => {
    return unless(stages.has(stage), `the stage ${stage} did not run`);
  }),
  ...unless(told.tag === `v${told.version ?? ''}`, `tag ${told.tag ?? ''} of version ${told.version ?? ''}`),
  ...unless(/^[0-9a-f]{40}$/.test(told.commit ?? ''), `commit ${told.commit ?? ''}`),
  ...unless(kinds('.whl').length === 1 && kinds('.tar.gz').length === 1, 'not one wheel and one sdist'),
  ...told.artifacts.flatMap(({ name, sha256, release, index }) => {
    const hashes = { plan: sha256, release, index };
    return unless(release === sha256 && index === sha256, `${name}: ${JSON.stringify(hashes)}`);
  }),
  ...kinds('.whl').flatMap(({ name, testedOn }) => {
    return unless(testedOn.length > 0, `${name} passed on no Python`);
  }),
];
const missing =
  told.pythons.missing.length === 0 ? '' : `, not installed: ${told.pythons.missing.join(', ')}`;
conclude(
  `rehearsal: released ${told.version ?? 'nothing'}, ${told.artifacts.length} files equal in plan, release and index, ` +
    `tested on Python ${told.pythons.tested.join(', ')}${missing}`,
  problems,
);

function unless(holds: boolean, problem: string): string[] {
  return holds ? [] : [problem];
}
