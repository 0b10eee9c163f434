import { readFileSync } from 'node:fs';
import { CommandRunner, FileStore, HttpClient, Redactor } from '@heroku-release/release-kit';
import type { Right } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { CreateTagTools } from '../stages/create-tag/context.ts';
import { createTagStage } from '../stages/create-tag/create-tag-stage.ts';
import type { PackageContext, PackageTools } from '../stages/package/context.ts';
import { packageStage } from '../stages/package/package-stage.ts';
import type { PublishTools } from '../stages/publish/context.ts';
import { PUBLISH_PARTS, publishStage, stepsOfParts } from '../stages/publish/publish-stage.ts';
import type { PublishPart } from '../stages/publish/publish-stage.ts';
import { composePublish } from '../stages/publish/compose-publish.ts';
import type { FlowEnvironment } from '../world/flow-environment.ts';
import { WORKFLOWS } from '../world/workflows.ts';

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>> }>>;
  readonly permissions?: Readonly<Record<string, string>>;
}

/** What a job may do, in the words of a step's needs. */
function granted(file: string): string[] {
  const path = new URL(`../../../../apps/release/templates/workflows/${file}`, import.meta.url);
  const { jobs, permissions } = parse(readFileSync(path, 'utf8')) as Workflow;
  expect(permissions).toEqual({});
  return Object.values(jobs).flatMap((job) =>
    Object.entries(job.permissions ?? {}).map(([name, level]) => `${name}: ${level}`),
  );
}

/** A right to write is one to read. */
function merged(needs: readonly Right[]): string[] {
  const set = new Set<string>(needs);
  return [...set]
    .filter((right) => !(right.endsWith(': read') && set.has(right.replace('read', 'write'))))
    .sort();
}

const steps = {
  package: packageStage({} as PackageTools).steps({} as PackageContext),
  createTag: createTagStage({} as CreateTagTools).steps({} as never),
  publish: publishStage({} as PublishTools).steps({} as never),
};

describe('the rights in the workflows', () => {
  it.each(['package', 'createTag', 'publish'] as const)('%s: exactly what its steps need', (stage) => {
    const needs = steps[stage].flat().flatMap((step) => step.needs);
    expect(granted(WORKFLOWS[stage]).sort()).toEqual(merged(needs));
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

describe('the rights of parts of publish', () => {
  it.each<[PublishPart, string[]]>([
    ['gate', ['contents: write']],
    ['draft', ['actions: read', 'contents: write']],
    ['pypi', ['actions: read', 'contents: write', 'id-token: write']],
    ['release', ['actions: read', 'contents: write']],
    ['record', ['contents: write']],
  ])('--only %s', async (part, needs) => {
    const stage = await composePublish({ stage: 'publish', only: [part], workFolder: '/nowhere' }, world);
    expect(merged(stage.needs)).toEqual(needs);
  });

  it('are steps of the stage, and cover it together', () => {
    const names = steps.publish.flat().map(({ name }) => name);
    const parts = Object.keys(PUBLISH_PARTS) as PublishPart[];
    expect([...stepsOfParts(parts)].sort()).toEqual([...names].sort());
    for (const part of parts) {
      expect([...stepsOfParts([part])].slice(0, 2)).toEqual(['tag', 'release']);
    }
  });
});
