import { readFileSync } from 'node:fs';
import { CommandRunner, FileStore, HttpClient, needsOf, Redactor } from '@heroku-release/release-kit';
import type { Right } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createTagStage } from '../stages/create-tag/create-tag-stage.ts';
import { packageStage } from '../stages/package/package-stage.ts';
import type { PublishPart } from '../stages/publish/publish-parts.ts';
import { PUBLISH_STAGES, publishStage } from '../stages/publish/publish-stage.ts';
import { composePublish } from '../stages/publish/compose-publish.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import { WORKFLOWS } from '../world/workflows.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>> }>>;
  readonly permissions?: Readonly<Record<string, string>>;
}

/** The permissions of the jobs in a workflow, in the form of a step's needs. */
function granted(file: string): string[] {
  const path = new URL(`../../../../apps/release/templates/workflows/${file}`, import.meta.url);
  const { jobs, permissions } = parse(readFileSync(path, 'utf8')) as Workflow;
  expect(permissions).toEqual({});
  return Object.values(jobs).flatMap((job) =>
    Object.entries(job.permissions ?? {}).map(([name, level]) => `${name}: ${level}`),
  );
}

/** Permission to write includes permission to read. */
function merged(needs: readonly Right[]): string[] {
  const set = new Set<string>(needs);
  return [...set]
    .filter((right) => !(right.endsWith(': read') && set.has(right.replace('read', 'write'))))
    .sort();
}

const stages = { package: packageStage, createTag: createTagStage, publish: publishStage };

describe('the permissions in the workflows', () => {
  it.each(['package', 'createTag', 'publish'] as const)('%s: exactly those that its steps need', (stage) => {
    expect(granted(WORKFLOWS[stage]).sort()).toEqual(merged(needsOf(stages[stage])));
  });
});

const world: FlowEnvironment = {
  env: {
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: 'heroku/demo',
    GITHUB_REF: 'refs/tags/v1.3.0',
    GITHUB_TOKEN: 'marked-github-token',
    TPS_API_TOKEN: 'marked-tps-token',
    ACTOR_EMAIL: 'marked-ada@example.invalid',
  },
  clock: new VirtualClock(),
  random: { hex: () => '0', fraction: () => 0 },
  http: new HttpClient({ transport: () => Promise.reject(new Error('no request is expected')) }),
  commands: new CommandRunner({ env: {} }),
  files: new FileStore(),
  redactor: new Redactor(),
};

describe('the permissions of the parts of publish', () => {
  it.each<[PublishPart, string[]]>([
    ['gate', ['contents: write']],
    ['draft', ['actions: read', 'contents: write']],
    ['pypi', ['actions: read', 'contents: write', 'id-token: write']],
    ['release', ['actions: read', 'contents: write']],
    ['record', ['actions: read', 'contents: write']],
  ])('--only %s', async (part, needs) => {
    const stage = await composePublish({ stage: 'publish', only: [part], workFolder: '/nowhere' }, world);
    expect(merged(stage.needs)).toEqual(needs);
  });

  it('cover the stage together, and each begins with the current state', () => {
    const parts = Object.values(PUBLISH_STAGES);
    const names = (steps: readonly { readonly name: string }[]) => steps.map(({ name }) => name);
    const covered = new Set(parts.flatMap(({ steps }) => names(steps)));
    expect([...covered].sort()).toEqual(names(publishStage.steps).sort());
    for (const { steps } of parts) expect(names(steps).slice(0, 2)).toEqual(['tag', 'release']);
  });
});
