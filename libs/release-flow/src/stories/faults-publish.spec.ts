import { describeFaults } from '../../test/fault-suite.ts';
import { publishScene } from '../../test/scenes.ts';

describeFaults(publishScene, { records: 2 });
