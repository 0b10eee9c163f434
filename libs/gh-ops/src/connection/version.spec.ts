import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { GH_OPS_VERSION } from './version.ts';

it('the version in the User-Agent header is that of the package', () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(manifest).toMatchObject({ version: GH_OPS_VERSION });
});
