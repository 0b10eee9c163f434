import { describe, expect, it } from 'vitest';
import { tagToVerify } from './tag-to-verify.ts';

describe('tagToVerify', () => {
  it.each([
    ['a version', '1.2.3', 'v{version}', 'v1.2.3'],
    ['a pre-release in another spelling', '1.2.3-rc.1', 'v{version}', 'v1.2.3rc1'],
    ['a version under another template', '1.2.3', 'demo-{version}', 'demo-1.2.3'],
    ['a tag', 'v1.2.3', 'v{version}', 'v1.2.3'],
    ['a tag of another template', 'demo-1.2.3', 'v{version}', 'demo-1.2.3'],
    ['digits that are not a version', '1.2.x', 'v{version}', '1.2.x'],
  ])('%s', (_name, text, template, tag) => {
    expect(tagToVerify(text, template)).toBe(tag);
  });
});
