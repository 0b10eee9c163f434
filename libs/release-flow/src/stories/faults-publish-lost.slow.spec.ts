import type { Reporter } from '@heroku-release/release-kit';
import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import type { Scene } from '../../test/scenes.ts';
import { Person } from '../../test/person.ts';
import { makeTemplate } from '../../test/template-repository.ts';

const IDS = { run: 1001, artifact: 1002 };

/** Publishes until the draft release is complete, as a job that is cancelled. */
async function publishDraft(world: FlowWorld): Promise<void> {
  const stop = new AbortController();
  const reporter: Reporter = {
    report: (event) => {
      if (event.kind === 'step-ended' && event.report.step === 'assets') stop.abort();
    },
  };
  await world.publish('v1.3.0', { reporter, signal: stop.signal });
}

const lost: Scene = {
  stage: 'publish without its artifact',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const push = first.merge();
    await first.package(push);
    await first.finishPackageRun(String(push['after']), IDS);
    await first.createTag();
    const tagged = await first.keep();
    await first.close();
    return async (options) => {
      const world = await FlowWorld.open(tagged, options);
      await world.finishPackageRun(String(push['after']), IDS);
      await publishDraft(world);
      new Person(world).expireArtifacts();
      return world;
    };
  },
  run: (world, how) => world.publish('v1.3.0', how),
};

describeFaults(lost, { records: 2 });
