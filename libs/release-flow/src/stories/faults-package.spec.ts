import { describeFaults } from '../../test/fault-suite.ts';
import { packageScene } from '../../test/scenes.ts';

describeFaults(packageScene, { records: 0 });
