import { plainPalette, type VerifyDocument } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import { renderVerification } from './render-verification.ts';

const sha256 = 'ab'.repeat(32);
const same = { state: 'same', sha256 } as const;
const document: VerifyDocument = {
  format: 1,
  verdict: 'same',
  exitCode: 0,
  repository: 'heroku/demo',
  tag: 'v1.3.0',
  version: '1.3.0',
  commit: 'c'.repeat(40),
  run: 12,
  artifact: { id: 34, sha256 },
  tested: 'wheel',
  pythons: ['3.12', '3.13'],
  attestations: 'none',
  files: [{ name: 'demo-1.3.0.tar.gz', plan: { size: 5, sha256 }, release: same, index: same }],
  problems: [],
  notes: [],
  requests: {},
};
const render = (changes: Partial<VerifyDocument> = {}) =>
  renderVerification({ ...document, ...changes }, plainPalette).split('\n');

describe('renderVerification', () => {
  it('shows a release that is the same', () => {
    expect(render()).toEqual([
      'file               plan          GitHub release  index',
      'demo-1.3.0.tar.gz  abababababab  same            same',
      '',
      'built by run 12, artifact 34, commit ccccccc; wheel passed on Python 3.12, 3.13',
      'attestations: none',
      'verdict: same (heroku/demo 1.3.0: what was tested is what was published)',
      '',
    ]);
  });

  it('shows what differs once, with the hint', () => {
    const lines = render({
      verdict: 'different',
      exitCode: 3,
      files: [
        ...document.files.map((file) => ({ ...file, index: { state: 'different', sha256 } as const })),
        { name: 'extra.txt', release: { state: 'extra' }, index: { state: 'absent' } },
      ],
      problems: ['a is another file', 'extra.txt is not in the plan'],
      notes: ['a is yanked'],
      error: {
        code: 'RELEASE_DIFFERS',
        message: 'a is another file; extra.txt is not in the plan',
        hint: 'Fix forward.',
      },
    });
    expect(lines.slice(1, 9)).toEqual([
      'demo-1.3.0.tar.gz  abababababab  same            different',
      'extra.txt          –             extra           –',
      '',
      '✘ a is another file',
      '✘ extra.txt is not in the plan',
      '! a is yanked',
      'RELEASE_DIFFERS',
      'Fix forward.',
    ]);
    expect(lines.at(-2)).toMatch(/^verdict: different /);
  });

  it('shows a release without a tag by its verdict and error alone', () => {
    const error = { code: 'TAG_MISSING', message: 'no tag v1.3.0', hint: 'Check the version.' };
    const lines = renderVerification(
      {
        ...{ format: 1, verdict: 'missing', exitCode: 3, repository: 'heroku/demo', tag: 'v1.3.0' },
        ...{
          pythons: [],
          attestations: 'none',
          files: [],
          problems: [error.message],
          notes: [],
          requests: {},
          error,
        },
      },
      plainPalette,
    ).split('\n');
    expect(lines).toEqual([
      '✘ no tag v1.3.0',
      'TAG_MISSING',
      'Check the version.',
      '',
      'attestations: none',
      'verdict: missing (heroku/demo v1.3.0: not everything that was tested is published)',
      '',
    ]);
  });
});
