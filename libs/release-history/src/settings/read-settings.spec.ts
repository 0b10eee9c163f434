import { describe, expect, it } from 'vitest';
import { textTree } from '../checkout/read-tree.ts';
import { componentOf } from './component.ts';
import { parseSettings } from './parse-settings.ts';
import { readSettings } from './read-settings.ts';

const tree = (files: Readonly<Record<string, string>>) => textTree(new Map(Object.entries(files)));

describe('readSettings', () => {
  it('returns the defaults of the schema when there are no settings', async () => {
    expect(await readSettings(tree({}), {})).toEqual(parseSettings({}));
  });

  it.each<[string, Record<string, string>, Record<string, string>]>([
    ['a table of pyproject.toml', { 'pyproject.toml': '[tool.heroku-release]\nchangelog = "NEWS.md"\n' }, {}],
    ['heroku-release.toml', { 'heroku-release.toml': 'changelog = "NEWS.md"\n' }, {}],
    ['the variable', {}, { HEROKU_RELEASE_SETTINGS: '{"changelog":"NEWS.md"}' }],
  ])('reads %s', async (_name, files, env) => {
    expect(await readSettings(tree(files), env)).toEqual({ ...parseSettings({}), changelog: 'NEWS.md' });
  });

  it('returns a separate copy to each caller', async () => {
    const first = await readSettings(tree({}), {});
    first['base-branches'].push('other');
    expect((await readSettings(tree({}), {}))['base-branches']).toEqual(['main']);
  });
});

describe('componentOf', () => {
  it.each([
    ['the setting', { component: 'slug' }, 'heroku/demo', 'slug'],
    ['the name of the repository', {}, 'heroku/demo', 'demo'],
  ])('is %s', (_name, settings, repository, component) => {
    expect(componentOf(settings, repository)).toBe(component);
  });
});
