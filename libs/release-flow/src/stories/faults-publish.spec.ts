import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate } from '../../test/template-repository.ts';

const IDS = { run: 1001, artifact: 1002 };

describeFaults({
  stage: 'publish',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const push = first.merge();
    await first.package(push);
    await first.finishPackageRun(String(push['after']), IDS);
    await first.createTag();
    const tagged = await first.keep();
    await first.close();
    return async () => {
      const world = await FlowWorld.open(tagged);
      await world.finishPackageRun(String(push['after']), IDS);
      return world;
    };
  },
  run: (world, faults) => world.publish('v1.3.0', { faults }),
  records: 2,
});
