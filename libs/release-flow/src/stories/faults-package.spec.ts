import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate } from '../../test/template-repository.ts';

const pushes = new WeakMap<FlowWorld, Readonly<Record<string, unknown>>>();

describeFaults({
  stage: 'package',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const drafted = await first.keep();
    await first.close();
    return async () => {
      const world = await FlowWorld.open(drafted);
      world.adoptDraft();
      pushes.set(world, world.merge());
      return world;
    };
  },
  run: (world, faults) => world.package(pushes.get(world) ?? {}, { faults }),
  records: 0,
});
