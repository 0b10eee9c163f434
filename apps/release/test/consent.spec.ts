import type { ChildProcess } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { folderDigest } from './folder-digest.ts';
import { CLI, type Ended, program } from './program.ts';
import { ReleaseWorld } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

const QUESTION = 'Do the steps marked with';

interface Document {
  readonly mode: string;
  readonly outcome: string;
  readonly requests: Readonly<Record<string, number>>;
  readonly steps: readonly { readonly step: string; readonly decision: string; readonly because: string }[];
}

/** Calls `then` when the services have received the first request of an operation. */
function onRequest({ sandbox }: ReleaseWorld, operation: string, then: () => unknown): void {
  const { log } = sandbox;
  let called = false;
  log.push = (...requests) => {
    if (!called && requests.some((request) => request.operation === operation)) {
      called = true;
      then();
    }
    return Array.prototype.push.apply(log, requests);
  };
}

describe('a command that writes to external services', () => {
  let template: Template;
  let world: ReleaseWorld;

  beforeAll(async () => {
    template = await makeTemplate();
  });

  beforeEach(async () => {
    world = await ReleaseWorld.open(template);
  });

  afterEach(async () => {
    await world.close();
  });

  afterAll(async () => {
    await rm(template.folder, { recursive: true, force: true });
  });

  /** Runs the command line on a terminal and reacts once it asks for confirmation. */
  async function onTerminal(args: readonly string[], then: Record<string, unknown>): Promise<Ended> {
    const env = Object.fromEntries(Object.entries(world.env()).filter(([, value]) => value !== undefined));
    const order = {
      command: [process.execPath, CLI, ...args],
      env: { ...env, TERM: 'xterm', NO_COLOR: '1' },
      cwd: world.checkout,
      until: QUESTION,
      ...then,
    };
    const driver = join(import.meta.dirname, 'terminal.py');
    return await program('python3', [driver, JSON.stringify(order)], { env: { PATH: process.env['PATH'] } });
  }

  it('shows its plan and asks for confirmation; n changes nothing', async () => {
    const [folder, state] = [await folderDigest(world.checkout), await world.state()];
    const ended = await onTerminal(['draft', 'minor'], { answer: 'n' });
    expect(ended.stdout).toMatch(/dry run[\s\S]*→ branch[\s\S]*→ pull-request[\s\S]*Do the steps marked/);
    expect(ended.exitCode).toBe(0);
    expect(world.writes()).toEqual([]);
    expect(await world.state()).toEqual(state);
    expect(await folderDigest(world.checkout)).toEqual(folder);
  });

  it('runs after y', async () => {
    const ended = await onTerminal(['draft', 'minor'], { answer: 'y' });
    expect(ended.exitCode, ended.stdout).toBe(0);
    expect(world.writes()).toEqual(['github.git.push', 'github.pulls.create']);
    expect((await world.state()).pulls).toMatchObject([{ title: 'Release v1.3.0', draft: true }]);
  });

  it('ends on SIGTERM while it asks, and changes nothing', async () => {
    const state = await world.state();
    const ended = await onTerminal(['draft', 'minor'], { signal: true });
    expect(ended.exitCode, ended.stdout).toBe(130);
    expect(await world.state()).toEqual(state);
  });

  it('runs with --yes; a second run finds nothing to do and writes nothing', async () => {
    const first = await world.run(['draft', 'minor', '--yes', '--json']);
    expect(first.exitCode, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({ outcome: 'done', requests: { github: 2 } });
    const [writes, state] = [world.writes().length, await world.state()];
    const second = await world.run(['draft', 'minor', '--yes', '--json']);
    expect(second.exitCode, second.stderr).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ outcome: 'nothing-to-do', requests: { github: 1 } });
    expect(world.writes()).toHaveLength(writes);
    expect(await world.state()).toEqual(state);
  });

  it('makes the same decisions in a dry run, without a terminal and --yes, as in the following run', async () => {
    const [folder, state] = [await folderDigest(world.checkout), await world.state()];
    const plan = await world.run(['draft', 'minor', '--dry-run', '--json']);
    expect(plan.exitCode, plan.stderr).toBe(0);
    expect(world.writes()).toEqual([]);
    expect(await world.state()).toEqual(state);
    expect(await folderDigest(world.checkout)).toEqual(folder);
    const run = await world.run(['draft', 'minor', '--yes', '--json']);
    const [planned, done] = [plan, run].map(({ stdout }) => JSON.parse(stdout) as Document);
    const decisions = (document: Document | undefined) =>
      document?.steps.map(({ step, decision, because }) => [step, decision, because]);
    expect(planned?.mode).toBe('plan');
    expect(decisions(planned)).toEqual(decisions(done));
    expect(decisions(planned)).toHaveLength(6);
  });

  it('publishes once: a dry run writes nothing, the second run finds nothing to do', async () => {
    await world.tagRelease();
    const env = await world.publishEnv();
    const state = await world.state();
    const plan = await world.run(['publish', '1.3.0', '--dry-run', '--json'], env);
    expect(plan.exitCode, plan.stderr).toBe(0);
    expect(world.writes()).toEqual([]);
    expect(await world.state()).toEqual(state);
    const run = await world.run(['publish', '1.3.0', '--yes', '--json'], env);
    expect(run.exitCode, run.stderr).toBe(0);
    const [planned, done] = [plan, run].map(({ stdout }) => JSON.parse(stdout) as Document);
    const decisions = (document: Document | undefined) =>
      document?.steps.map(({ step, decision }) => [step, decision]);
    expect(decisions(planned)).toEqual(decisions(done));
    expect(done?.requests['github']).toBe(11);
    const writes = world.writes().length;
    const again = await world.run(['publish', '1.3.0', '--yes', '--json'], env);
    expect(JSON.parse(again.stdout)).toMatchObject({ outcome: 'nothing-to-do', requests: { github: 2 } });
    expect(world.writes()).toHaveLength(writes);
  });

  it('stops on SIGINT while it waits, prints how to continue, and changes nothing', async () => {
    await world.tagRelease();
    world.sandbox.tps.moratorium({ untilMs: world.sandbox.clock.now() + 600_000 });
    const state = await world.state();
    const env = { ...world.env(), ...(await world.publishEnv()) };
    let sent = false;
    const args = [CLI, 'publish', '1.3.0', '--yes', '--only', 'gate', 'draft', '--repo', world.checkout];
    const ended = await program(process.execPath, args, {
      env,
      onStderr: (soFar, child) => {
        if (sent || !soFar.includes('waiting')) return;
        sent = true;
        child.kill('SIGINT');
      },
    });
    expect(ended.exitCode, ended.stderr).toBe(130);
    const resume = `heroku-release publish 1.3.0 --only gate draft --repo ${world.checkout}`;
    expect(ended.stderr).toContain(`To continue: ${resume}\n`);
    expect(ended.livedOnMs).toBeLessThan(1000);
    expect(await world.state()).toEqual(state);
  });

  it.each([
    {
      name: 'before the stage begins',
      args: ['create-tag', '--run', '1'],
      operation: 'github.actions.getRun',
    },
    { name: 'within a stage', args: ['draft', 'minor'], operation: 'github.graphql' },
  ])(
    'stops on SIGINT while a client waits to repeat a request $name',
    async ({ args, operation }) => {
      const then = { status: 503, headers: { 'retry-after': '100' } };
      world.sandbox.faults.next(operation, { then }, { then });
      const child = Promise.withResolvers<ChildProcess>();
      onRequest(world, operation, async () => (await child.promise).kill('SIGINT'));
      const repo = ['--repo', world.checkout];
      const ended = await program(process.execPath, [CLI, ...args, '--yes', ...repo], {
        env: world.env(),
        onStart: child.resolve,
      });
      expect(ended.exitCode, ended.stderr).toBe(130);
      expect(ended.stderr).toContain(`To continue: heroku-release ${[...args, ...repo].join(' ')}\n`);
    },
    20_000,
  );
});
