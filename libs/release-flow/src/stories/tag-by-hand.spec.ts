import type { StageReport } from '@heroku-release/release-kit';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FlowWorld, REPOSITORY } from '../../test/flow-world.ts';
import { Person } from '../../test/person.ts';
import { git, makeTemplate, type Template } from '../../test/template-repository.ts';

let template: Template;
let world: FlowWorld;
let person: Person;
let sha: string;

beforeAll(async () => {
  template = await makeTemplate();
});
beforeEach(async () => {
  world = await FlowWorld.open(template);
  person = new Person(world);
  await world.draft();
  const push = world.merge();
  sha = String(push['after']);
  await world.package(push);
});
afterEach(async () => {
  await world.close();
});

const step = (report: StageReport, name: string) => report.steps.find((each) => each.step === name);
const artifact = (report: StageReport) => step(report, 'artifact');

describe('a tag that a person pushed at a release merge', () => {
  it.each([
    ['lightweight', undefined],
    ['annotated', 'Release v1.3.0'],
  ])('%s: publish takes the files of the run that packaged the commit', async (_, message) => {
    await world.finishPackageRun(sha);
    await person.pushTag('v1.3.0', sha, message);
    const report = await world.publish('v1.3.0');
    expect(report.outcome).toBe('done');
    expect(artifact(report)?.notes).toHaveLength(1);
    expect(world.sandbox.tps.records).toMatchObject([{ sha }]);
    expect((await world.publish('v1.3.0')).outcome).toBe('nothing-to-do');
  });

  it('Create Tag may not make, as its hint says: the release goes on', async () => {
    await world.finishPackageRun(sha);
    const refusal = { message: 'Resource not accessible by integration' };
    const headers = { 'x-accepted-github-permissions': 'contents=write,workflows=write' };
    const then = { status: 403, headers, body: JSON.stringify(refusal) };
    world.sandbox.faults.next('github.git.createRef', { then });
    const refused = await world.createTag();
    const error = refused.steps.find((each) => each.error !== undefined)?.error;
    expect(error).toMatchObject({
      code: 'GITHUB_WORKFLOW_SCOPE',
      hint: expect.stringContaining('by hand') as string,
    });
    await person.pushTag('v1.3.0', sha);
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });

  it('is published although the index of runs lags', async () => {
    await world.finishPackageRun(sha);
    await person.pushTag('v1.3.0', sha);
    world.sandbox.github.staleness.runsMs = 3_600_000;
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });

  it('waits for the run that packages the commit, and continues when it ended', async () => {
    const id = person.packageRun(sha);
    await person.pushTag('v1.3.0', sha);
    const early = await world.publish('v1.3.0');
    expect(artifact(early)?.error).toMatchObject({
      code: 'ARTIFACT_MISSING',
      hint: expect.stringContaining(`gh run watch ${id}`) as string,
    });
    await world.finishPackageRun(sha);
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });

  it('takes the newest artifact that has not expired', async () => {
    await world.finishPackageRun(sha);
    person.expireArtifacts();
    await world.finishPackageRun(sha);
    person.packageRun(sha, 'failure');
    await person.pushTag('v1.3.0', sha);
    expect((await world.publish('v1.3.0')).outcome).toBe('done');
  });

  it.each<[string, () => Promise<void> | void, string]>([
    [
      'of a run on another branch',
      () => {
        person.packageRun(sha, 'success', 'evil');
      },
      'TAG_UNKNOWN',
    ],
    ['of no run', () => undefined, 'TAG_UNKNOWN'],
    [
      'of a run without files',
      () => {
        person.packageRun(sha, 'success');
      },
      'TAG_UNKNOWN',
    ],
    [
      'of a run that failed',
      () => {
        person.packageRun(sha, 'failure');
      },
      'ARTIFACT_MISSING',
    ],
    [
      'that have expired',
      async () => {
        await world.finishPackageRun(sha);
        person.expireArtifacts();
      },
      'ARTIFACT_MISSING',
    ],
  ])('publishes no files %s', async (_, prepare, code) => {
    await prepare();
    await person.pushTag('v1.3.0', sha);
    const report = await world.publish('v1.3.0');
    expect(artifact(report)?.error?.code).toBe(code);
    expect(world.sandbox.pypi.filesOf('demo')).toEqual([]);
  });

  it('on another commit than the merge is refused', async () => {
    await world.finishPackageRun(sha);
    const other = await git(world.checkout, 'rev-parse', 'main');
    await person.pushTag('v1.3.0', other);
    expect(artifact(await world.publish('v1.3.0'))?.error?.code).toBe('TAG_UNKNOWN');
  });

  it('under another name is refused: the plan is of another version', async () => {
    await world.finishPackageRun(sha);
    await person.pushTag('v1.4.0', sha);
    const report = await world.publish('v1.4.0');
    expect(step(report, 'checks')?.error?.code).toBe('PLAN_DIFFERS');
    expect(world.sandbox.github.releases(REPOSITORY)).toEqual([]);
  });
});
