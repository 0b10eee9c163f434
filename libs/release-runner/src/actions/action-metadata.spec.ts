import { describe, expect, it } from 'vitest';
import { parseAction } from './action-metadata.ts';
import { parseUses } from './known-actions.ts';

describe('parseAction', () => {
  it('reads inputs, defaults and scripts', () => {
    const text = `
name: x
inputs:
  Dry-Run: { default: false }
  token: { required: true }
outputs: { version: { description: v } }
runs: { using: node24, main: dist/index.js, post: dist/post.js, post-if: success() }
`;
    expect(parseAction(text, 'x')).toEqual({
      inputs: ['dry-run', 'token'],
      defaults: { 'dry-run': 'false' },
      main: 'dist/index.js',
      post: 'dist/post.js',
      postIf: 'success()',
    });
  });

  it.each([
    ['runs: { using: docker, image: x }', 'an action that runs using docker'],
    ['runs: { using: node24, pre: a.js, main: b.js }', 'an action with a pre script'],
    ['name: x', 'an action that runs using nothing'],
  ])('reports what is not supported: %s', (text, unknown) => {
    expect(parseAction(text, 'x')).toEqual({ unknown });
  });

  it.each(['runs: { using: node24 }', 'a: ['])('refuses %s', (text) => {
    expect(() => parseAction(text, 'x')).toThrow(expect.objectContaining({ code: 'RUNNER_ACTION_INVALID' }));
  });
});

describe('parseUses', () => {
  it.each([
    ['actions/checkout@v7', { action: 'actions/checkout', ref: 'v7' }],
    ['heroku/tools/apps/package@0a1b', { action: 'heroku/tools/apps/package', ref: '0a1b' }],
    ['./local', undefined],
    ['docker://alpine:3', undefined],
    ['actions/checkout', undefined],
  ])('%s', (uses, parsed) => {
    expect(parseUses(uses)).toEqual(parsed);
  });
});
