import { describeFaults } from '../../test/fault-suite.ts';
import { REPOSITORY } from '../../test/flow-world.ts';
import { createTagScene, type Scene } from '../../test/scenes.ts';

/** Every request that only an unusual path sends. */
const unusual: Scene = {
  stage: 'create-tag, started by hand for a merge that main has moved past, whose artifact has no digest',
  prepare: async () => {
    const open = await createTagScene.prepare();
    return async (options) => {
      const world = await open(options);
      await world.push('main', { 'README.md': 'Moved\n' });
      world.sandbox.github.configure(REPOSITORY, { artifactDigests: false });
      return world;
    };
  },
  run: (world, how) => world.createTag({ ...how, start: 'workflow_dispatch' }),
};

describeFaults(createTagScene, { records: 0 });
describeFaults(unusual, { records: 0 });
