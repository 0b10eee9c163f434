import { growthOf, LINEAR_GROWTH } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { parseIndexPage } from './index-page.ts';

const URL_OF_PAGE = 'https://index.example/simple/demo/';
const JSON_TYPE = 'application/vnd.pypi.simple.v1+json';
const hash = 'ab'.repeat(32);
const page = (files: unknown[], version = '1.4') =>
  JSON.stringify({ meta: { 'api-version': version }, files });

describe('index pages in JSON', () => {
  it('have absolute URLs, lower-case digests, sizes, yanked files and metadata digests', () => {
    const text = page([
      {
        filename: 'demo-1.0.tar.gz',
        url: '../../files/demo-1.0.tar.gz',
        hashes: { sha256: hash.toUpperCase() },
        size: 7,
        yanked: 'broken',
        'requires-python': '>=3.10',
        'core-metadata': { sha256: hash },
        'some-new-key': 1,
      },
      { filename: 'demo-0.9.tar.gz', url: 'https://files.example/x', hashes: {}, 'requires-python': null },
    ]);
    expect(parseIndexPage(text, JSON_TYPE, URL_OF_PAGE)).toEqual([
      {
        filename: 'demo-1.0.tar.gz',
        url: 'https://index.example/files/demo-1.0.tar.gz',
        sha256: hash,
        size: 7,
        yanked: 'broken',
        requiresPython: '>=3.10',
        metadataSha256: hash,
      },
      { filename: 'demo-0.9.tar.gz', url: 'https://files.example/x', yanked: false },
    ]);
  });

  it.each([
    ['another major version', page([], '2.0'), JSON_TYPE],
    ['text that is not JSON', '<html>', JSON_TYPE],
    ['no files', JSON.stringify({ meta: { 'api-version': '1.0' } }), JSON_TYPE],
    ['a picture', 'x', 'image/png'],
    ['no content type', 'x', ''],
  ])('are refused: %s', (_what, text, type) => {
    expect(() => parseIndexPage(text, type, URL_OF_PAGE)).toThrow(
      expect.objectContaining({ code: 'PYPI_INDEX_INVALID' }),
    );
  });
});

describe('index pages in HTML', () => {
  it('have links, entities, both kinds of quotes, yanked files and digests', () => {
    const html = `<!DOCTYPE html><html><body><h1>Links</h1>
      <a href="../../f/demo-1.0.tar.gz#sha256=${hash}" data-requires-python="&gt;=3.10">demo-1.0.tar.gz</a><br/>
      <A HREF='https://files.example/w?a=1&amp;b=2' data-yanked="" data-core-metadata='sha256=${hash}'>demo-1.0-py3-none-any.whl</A>
      <a data-yanked="bad &#x26; worse" href=/x data-requires-python=">3">
        old&#45;1.tar.gz
      </a><a name="top">no link</a>`;
    expect(parseIndexPage(html, 'text/html; charset=utf-8', URL_OF_PAGE)).toEqual([
      {
        filename: 'demo-1.0.tar.gz',
        url: 'https://index.example/f/demo-1.0.tar.gz',
        sha256: hash,
        yanked: false,
        requiresPython: '>=3.10',
      },
      {
        filename: 'demo-1.0-py3-none-any.whl',
        url: 'https://files.example/w?a=1&b=2',
        yanked: true,
        metadataSha256: hash,
      },
      {
        filename: 'old-1.tar.gz',
        url: 'https://index.example/x',
        yanked: 'bad & worse',
        requiresPython: '>3',
      },
    ]);
  });
});

describe('an index page that somebody made to hang the program', () => {
  it.each(['<a ', '<a href="', '<a "', "<a '", '<a>', 'a = '])(
    'takes time in proportion to its length: %j',
    (unit) => {
      const run = (text: string) => parseIndexPage(text, 'text/html', URL_OF_PAGE);
      expect(growthOf(run, (length) => unit.repeat(length / unit.length))).toBeLessThan(LINEAR_GROWTH);
    },
  );
});
