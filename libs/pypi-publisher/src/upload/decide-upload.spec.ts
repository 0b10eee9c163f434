import { describe, expect, it } from 'vitest';
import { decideUpload } from './decide-upload.ts';
import type { IndexFile } from '../simple-index/index-page.ts';

const file = { filename: 'demo-1.0.tar.gz', sha256: 'a'.repeat(64) };
const shown = (sha256?: string, filename = file.filename): IndexFile => ({
  filename,
  url: 'https://example.com/f',
  yanked: false,
  ...(sha256 === undefined ? {} : { sha256 }),
});

describe('decideUpload', () => {
  it.each<[string, IndexFile[], string]>([
    ['an empty index', [], 'upload'],
    ['another file', [shown(file.sha256, 'demo-1.1.tar.gz')], 'upload'],
    ['the same file', [shown(file.sha256)], 'already-published'],
    ['the same hash in capitals', [shown(file.sha256.toUpperCase())], 'already-published'],
    ['other content', [shown('b'.repeat(64))], 'conflict'],
    ['the name without a digest', [shown()], 'conflict'],
    ['the name in other letters', [shown('b'.repeat(64), 'DEMO-1.0.tar.gz')], 'upload'],
  ])('%s', (_what, index, kind) => {
    expect(decideUpload(file, index).kind).toBe(kind);
  });
});
