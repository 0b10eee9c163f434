import { describeFaults } from '../../test/fault-suite.ts';
import { FlowWorld } from '../../test/flow-world.ts';
import { makeTemplate } from '../../test/template-repository.ts';

describeFaults({
  stage: 'draft',
  prepare: async () => {
    const template = await makeTemplate();
    return () => FlowWorld.open(template);
  },
  run: (world, faults) => world.draft('minor', { faults }),
  records: 0,
});
