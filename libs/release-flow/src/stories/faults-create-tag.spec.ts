import { describeFaults } from '../../test/fault-suite.ts';
import { createTagScene } from '../../test/scenes.ts';

describeFaults(createTagScene, { records: 0 });
