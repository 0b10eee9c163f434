import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

it('imports nothing but semver and smol-toml', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => /(?<!\.spec)\.ts$/.test(name));
  expect(files).toContain('index.ts');
  const imported = files.flatMap((name) => {
    const text = readFileSync(new URL(name, import.meta.url), 'utf8');
    return [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map((match) => match[1]!);
  });
  const packages = imported.filter((from) => !from.startsWith('./')).map((from) => from.replace(/\/.*/, ''));
  expect([...new Set(packages)].sort()).toEqual(['semver', 'smol-toml']);
});
