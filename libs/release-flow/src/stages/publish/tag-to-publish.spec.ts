import { expect, it } from 'vitest';
import { tagToPublish } from './tag-to-publish.ts';

it.each([
  ['refs/tags/v1.3.0', undefined, 'v1.3.0'],
  ['refs/tags/1.3.0', undefined, '1.3.0'],
  ['refs/tags/demo/1.3.0', undefined, 'demo/1.3.0'],
  ['refs/heads/main', '1.3.0', 'v1.3.0'],
  ['refs/heads/main', 'v1.3.0', 'v1.3.0'],
  ['refs/heads/main', 'demo-1.3.0', 'demo-1.3.0'],
  ['refs/tags/v1.2.0', 'v1.3.0', 'v1.3.0'],
])('at %s with %s the tag to publish is %s', (ref, tag, wanted) => {
  expect(tagToPublish({ tag }, { GITHUB_REF: ref })).toBe(wanted);
});

it('an existing tag is taken as it is', () => {
  expect(tagToPublish({ tag: '1.3.0', readsOnly: true }, {})).toBe('1.3.0');
});

it('without a tag there is nothing to publish', () => {
  expect(() => tagToPublish({}, { GITHUB_REF: 'refs/heads/main' })).toThrow(
    expect.objectContaining({ code: 'USAGE', kind: 'usage' }),
  );
});
