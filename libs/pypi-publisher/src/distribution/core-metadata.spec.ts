import { describe, expect, it } from 'vitest';
import { parseCoreMetadata } from './core-metadata.ts';

const HEAD = 'Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n';
const parse = (text: string | Uint8Array) =>
  parseCoreMetadata(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'METADATA');

describe('core metadata', () => {
  it('keeps the body byte for byte, including carriage returns and a missing final line break', () => {
    const body = 'a\nb\r\nc\n\n  d: e\n é';
    expect(parse(`${HEAD}\n${body}`).fields.get('description')).toEqual([body]);
  });

  it('reads headers in any case, keeps several values in order, and unfolds only the description', () => {
    const metadata = parse(
      `${HEAD}classifier: A\nCLASSIFIER: B\nLicense: line one\n        line two\nRequires-Python: >=3.10\n\n`,
    );
    expect(metadata.fields.get('classifiers')).toEqual(['A', 'B']);
    expect(metadata.fields.get('license')).toEqual(['line one\n        line two']);
    expect(metadata.requiresPython).toBe('>=3.10');
  });

  it('removes the old indentation of a description in the headers', () => {
    const metadata = parse(`${HEAD}Description: first\n        second\n       |third\n`);
    expect(metadata.fields.get('description')).toEqual(['first\nsecond\nthird']);
  });

  it('does not decode RFC 2047 words', () => {
    expect(parse(`${HEAD}Author: =?utf-8?q?x?=\n`).fields.get('author')).toEqual(['=?utf-8?q?x?=']);
  });

  it('treats UNKNOWN and empty values as absent', () => {
    const metadata = parse(`${HEAD}Summary: UNKNOWN\nAuthor:\nHome-page: \n`);
    expect([...metadata.fields.keys()]).toEqual(['metadata_version', 'name', 'version']);
  });

  it('ignores License-File below metadata version 2.4, where setuptools wrote it too early', () => {
    const old = HEAD.replace('2.4', '2.1');
    expect(parse(`${old}License-File: LICENSE\n`).fields.has('license_file')).toBe(false);
    expect(parse(`${HEAD}License-File: LICENSE\n`).fields.get('license_file')).toEqual(['LICENSE']);
  });

  it('lists headers that are in no specification', () => {
    expect(parse(`${HEAD}X-Made-By: me\n`).unknownHeaders).toEqual(['X-Made-By']);
  });

  it.each([
    ['a single-use field twice', `${HEAD}Summary: a\nSummary: b\n`],
    ['a description in the headers and in the body', `${HEAD}Description: a\n\nbody`],
    ['a line that is not a header', `${HEAD}what is this\n`],
    ['a continuation line at the start', ` folded\n${HEAD}`],
    ['no name', 'Metadata-Version: 2.4\nVersion: 1.0\n'],
    ['no version', 'Metadata-Version: 2.4\nName: demo\n'],
    ['an empty file', ''],
    ['bytes that are not UTF-8', new Uint8Array([...new TextEncoder().encode(HEAD), 0x0a, 0xff, 0xfe])],
  ])('refuses %s', (_what, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'PYPI_DISTRIBUTION_INVALID' }));
  });
});
