import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate } from '../../test/template-repository.ts';

describeFaults({
  stage: 'create-tag',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const drafted = await first.keep();
    await first.package(first.merge());
    const packaged = await first.keep();
    await first.close();
    return async () => {
      // The drafted branch, and the built files.
      const world = await FlowWorld.open(drafted);
      await world.take(packaged, 'dist');
      world.adoptDraft();
      await world.finishPackageRun(String(world.merge()['after']));
      return world;
    };
  },
  run: (world, faults) => world.createTag({ faults }),
  records: 0,
});
