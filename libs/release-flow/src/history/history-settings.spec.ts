import { expect, it } from 'vitest';
import { parseSettings } from '../settings/parse-settings.ts';
import { HISTORY_DEFAULTS } from './history-settings.ts';

it('without settings, the defaults are those of the schema', () => {
  expect(parseSettings({})).toMatchObject(HISTORY_DEFAULTS);
});
