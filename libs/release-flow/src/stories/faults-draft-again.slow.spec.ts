import { Branches } from '../../test/branches.ts';
import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import type { Scene } from '../../test/scenes.ts';
import { makeTemplate } from '../../test/template-repository.ts';

const again: Scene = {
  stage: 'draft of an open release after main moved',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    const branches = new Branches(first);
    await first.draft();
    await branches.commit('main', 'feat: one more', { 'demo/one.py': '' });
    await branches.pull();
    const moved = await first.keep();
    await first.close();
    return async (options) => {
      const world = await FlowWorld.open(moved, options);
      world.adoptDraft();
      return world;
    };
  },
  run: (world, how) => world.draft('minor', how),
};

describeFaults(again, { records: 0 });
