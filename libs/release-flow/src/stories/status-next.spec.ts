import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld } from '../../test/flow-world.ts';
import { commandsIn, follow } from '../../test/follow.ts';
import { Person } from '../../test/person.ts';
import { makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;
let person: Person;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  person = new Person(world);
});
afterEach(async () => {
  await world.close();
});

/** The next step in status: exactly one command, or the instruction that only a person can carry out. */
async function next(version?: string): Promise<string> {
  const status = await world.status(version);
  expect(commandsIn(status.next).length, status.next).toBeLessThanOrEqual(1);
  return status.next;
}

/** Follows the command in status and expects that it is not refused. */
async function followNext(version?: string) {
  const report = await follow(world, await next(version));
  expect(report?.outcome ?? 'done').toMatch(/^(done|nothing-to-do|held)$/);
  return report;
}

const shaOf = (push: Readonly<Record<string, unknown>>) => String(push['after']);

describe('status names one next command, and it works', () => {
  it('from the first draft to the end', async () => {
    expect(await next()).toBe('heroku-release draft minor');
    await followNext();
    expect(await next()).toMatch(/^review and merge http/);
    const push = world.merge();
    expect(await next()).toBe(`gh run list --workflow package.yml --commit ${shaOf(push)}`);
    await world.package(push);
    await world.finishPackageRun(shaOf(push));
    // GitHub forgot to start Create Tag.
    expect(await next()).toMatch(/^gh run rerun \d+$/);
    await followNext();
    expect(await next()).toBe('gh workflow run publish.yml --ref v1.3.0');
    await followNext();
    expect(await next()).toBe('nothing');
    expect(await world.status()).toMatchObject({ state: 'released' });
  });

  it('while package runs, when it failed once, and when it failed again', async () => {
    await world.draft();
    const sha = shaOf(world.merge());
    const id = person.packageRun(sha);
    expect(await next()).toBe(`gh run watch ${id}`);
    world.sandbox.github.updateRun(id, { status: 'completed', conclusion: 'failure' });
    expect(await next()).toBe(`gh run rerun ${id}`);
    world.sandbox.github.updateRun(id, { status: 'queued', attempt: 2 });
    world.sandbox.github.updateRun(id, { status: 'completed', conclusion: 'failure' });
    expect(await next()).toBe('heroku-release draft 1.3.0');
    person.deleteBranch('release-v1.3.0');
    await person.pushFix();
    await followNext();
    expect(await next()).toMatch(/^review and merge http/);
  });

  it('when package never ran', async () => {
    await world.draft();
    world.merge();
    world.clock.advance(3_600_000);
    expect(await next()).toBe('heroku-release draft 1.3.0');
    person.deleteBranch('release-v1.3.0');
    await person.pushFix();
    await followNext();
  });

  it('when publish is held', async () => {
    const tag = await world.upToTag();
    world.sandbox.tps.moratorium({ untilMs: world.clock.now() + 86_400_000 });
    await world.publish(tag);
    expect((await followNext())?.outcome).toBe('held');
    world.sandbox.tps.moratoriums.length = 0;
    expect((await followNext())?.outcome).toBe('done');
    expect(await next()).toBe('nothing');
  });

  it('when publish is refused for good, and once the version is given up', async () => {
    await world.upToTag();
    person.expireArtifacts();
    await person.pushFix();
    expect(await next()).toBe('heroku-release draft patch --supersedes 1.3.0');
    await followNext();
    expect(await world.status('1.3.0')).toMatchObject({ state: 'superseded' });
    expect(await next('1.3.0')).toBe('heroku-release status 1.3.1');
    expect(await world.status()).toMatchObject({ version: '1.3.1', state: 'open' });
    expect((await world.status()).inFlight).toHaveLength(1);
    const push = world.merge();
    // A job has an empty folder.
    await rm(join(world.root, 'dist'), { recursive: true });
    await world.package(push);
    await world.finishPackageRun(shaOf(push));
    await world.createTag();
    expect(await next()).toBe('gh workflow run publish.yml --ref v1.3.1');
    await followNext();
    expect(await world.status()).toMatchObject({ version: '1.3.1', state: 'released' });
    await person.pullMain();
    expect((await world.draft('minor')).outcome).toBe('done');
  });

  it.each([
    ['newer than everything', '9.9.9', 'heroku-release draft 9.9.9'],
    ['older than the newest tag', '1.1.0', 'heroku-release status'],
  ])('for a version that nobody drafted: %s', async (_, version, command) => {
    expect(await next(version)).toBe(command);
    await followNext(version);
  });

  it('for a version that nobody drafted, while another release is unfinished', async () => {
    await world.draft();
    expect(await next('9.9.9')).toBe('heroku-release status 1.3.0');
  });

  it('while the index cannot be read', async () => {
    await world.upToTag();
    const down = { then: { status: 503 } } as const;
    world.sandbox.faults.next('pypi.simple', ...Array.from({ length: 20 }, () => down));
    expect(await next()).toBe('heroku-release status 1.3.0');
    while (world.sandbox.faults.take('pypi.simple') !== undefined);
    expect(await next()).toBe('gh workflow run publish.yml --ref v1.3.0');
    await followNext();
    expect(await next()).toBe('nothing');
  });
});
