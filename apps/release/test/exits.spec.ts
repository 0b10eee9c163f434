import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLI, program } from './program.ts';
import { ReleaseWorld } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

const REFUSED = { then: { status: 401, body: '{"message":"Bad credentials"}' } } as const;

describe('a command', () => {
  let template: Template;
  let world: ReleaseWorld;
  let empty: string;

  beforeAll(async () => {
    template = await makeTemplate();
    world = await ReleaseWorld.open(template);
    empty = await mkdtemp(join(tmpdir(), 'release-exits-'));
  });

  afterAll(async () => {
    await world.close();
    await rm(template.folder, { recursive: true, force: true });
    await rm(empty, { recursive: true, force: true });
  });

  it.each<{ name: string; args: string; exitCode?: number; fault?: string; elsewhere?: boolean }>([
    { name: 'help', args: '--help' },
    { name: 'the version of the project', args: 'version' },
    { name: 'a changelog', args: 'changelog' },
    { name: 'a changelog whose reader goes away', args: 'changelog --all | head -n 1' },
    { name: 'a status', args: 'status' },
    { name: 'a status that GitHub refuses', args: 'status', exitCode: 1, fault: 'github.graphql' },
    { name: 'a draft in no repository', args: 'draft minor --yes', exitCode: 2, elsewhere: true },
    { name: 'a draft of a wrong version', args: 'draft 1.1.0 --yes', exitCode: 3 },
    { name: 'a draft that GitHub refuses', args: 'draft minor --yes', exitCode: 1, fault: 'github.graphql' },
    { name: 'a draft without a terminal', args: 'draft minor', exitCode: 2 },
    { name: 'a build', args: 'package build' },
    { name: 'a package in no repository', args: 'package build', exitCode: 2, elsewhere: true },
    { name: 'a publish without credentials', args: 'publish 9.9.9 --yes', exitCode: 2 },
    { name: 'a rehearsal in no repository', args: 'rehearse --repo .', exitCode: 2, elsewhere: true },
  ])('ends within a second of its last output: $name', async ({ args, exitCode = 0, fault, elsewhere }) => {
    if (fault !== undefined) world.sandbox.faults.next(fault, REFUSED);
    const script = `"$0" "$1" ${args}; exit "\${PIPESTATUS[0]}"`;
    const ended = await program('bash', ['-c', script, process.execPath, CLI], {
      cwd: elsewhere === true ? empty : world.checkout,
      env: world.env(),
    });
    expect(ended.exitCode, ended.stderr).toBe(exitCode);
    expect(ended.livedOnMs).toBeLessThan(1000);
  });
});
