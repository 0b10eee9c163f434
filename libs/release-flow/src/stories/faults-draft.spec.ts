import { describeFaults } from '../../test/fault-suite.ts';
import { draftScene } from '../../test/scenes.ts';

describeFaults(draftScene, { records: 0 });
