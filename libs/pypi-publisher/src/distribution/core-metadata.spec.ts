import { describe, expect, it } from 'vitest';
import { parseCoreMetadata } from './core-metadata.ts';

const HEAD = 'Metadata-Version: 2.4\nName: demo\nVersion: 1.0\n';
const parse = (text: string | Uint8Array) =>
  parseCoreMetadata(typeof text === 'string' ? new TextEncoder().encode(text) : text, 'METADATA');

describe('core metadata', () => {
  it('keeps the body byte for byte, carriage returns and a missing last line break included', () => {
    const body = 'a\nb\r\nc\n\n  d: e\n é';
    expect(parse(`${HEAD}\n${body}`).fields.get('description')).toEqual([body]);
  });

  it('reads headers whatever their letter case, several values in order, and unfolds nothing but the description', () => {
    const metadata = parse(
      `${HEAD}classifier: A\nCLASSIFIER: B\nLicense: line one\n        line two\nRequires-Python: >=3.10\n\n`,
    );
    expect(metadata.fields.get('classifiers')).toEqual(['A', 'B']);
    expect(metadata.fields.get('license')).toEqual(['line one\n        line two']);
    expect(metadata.requiresPython).toBe('>=3.10');
  });

  it('takes the old indentation out of a description that stands in the headers', () => {
    const metadata = parse(`${HEAD}Description: first\n        second\n       |third\n`);
    expect(metadata.fields.get('description')).toEqual(['first\nsecond\nthird']);
  });

  it('does not decode RFC 2047 words', () => {
    expect(parse(`${HEAD}Author: =?utf-8?q?x?=\n`).fields.get('author')).toEqual(['=?utf-8?q?x?=']);
  });

  it('takes UNKNOWN and empty values as absent', () => {
    const metadata = parse(`${HEAD}Summary: UNKNOWN\nAuthor:\nHome-page: \n`);
    expect([...metadata.fields.keys()]).toEqual(['metadata_version', 'name', 'version']);
  });

  it('drops License-File below metadata 2.4, where setuptools wrote it too early', () => {
    const old = HEAD.replace('2.4', '2.1');
    expect(parse(`${old}License-File: LICENSE\n`).fields.has('license_file')).toBe(false);
    expect(parse(`${HEAD}License-File: LICENSE\n`).fields.get('license_file')).toEqual(['LICENSE']);
  });

  it('names headers that no specification has', () => {
    expect(parse(`${HEAD}X-Made-By: me\n`).unknownHeaders).toEqual(['X-Made-By']);
  });

  it.each([
    ['a single-use field twice', `${HEAD}Summary: a\nSummary: b\n`],
    ['a description in the headers and in the body', `${HEAD}Description: a\n\nbody`],
    ['a line that is no header', `${HEAD}what is this\n`],
    ['a continuation line in front', ` folded\n${HEAD}`],
    ['no name', 'Metadata-Version: 2.4\nVersion: 1.0\n'],
    ['no version', 'Metadata-Version: 2.4\nName: demo\n'],
    ['nothing', ''],
    ['bytes that are not UTF-8', new Uint8Array([...new TextEncoder().encode(HEAD), 0x0a, 0xff, 0xfe])],
  ])('refuses %s', (_what, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'PYPI_DISTRIBUTION_INVALID' }));
  });
});
