import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { sdist, tarGz, wheel, wheelMembers, zip } from '../../../test/archives.ts';
import { checkSdistArchive } from './sdist-archive.ts';
import { checkWheelArchive } from './wheel-archive.ts';

const NAME = 'demo-1.0-py3-none-any.whl';
const good = wheelMembers('demo', '1.0');
const dataDescriptor = 0x8;
const extra = Buffer.from([0x75, 0x70, 0, 0]);
const refused = { status: 400, message: expect.stringMatching(/^Invalid distribution file\./) as unknown };

describe('wheels', () => {
  it('gives the METADATA of a good one', async () => {
    expect((await checkWheelArchive(NAME, zip(good), [])).toString()).toContain('Name: demo');
  });

  const rows: [string, Buffer, string][] = [
    ['no zip', Buffer.from('no zip at all'), 'ZIP archive not accepted'],
    ['nothing', Buffer.alloc(0), 'ZIP archive not accepted'],
    ['a tar', sdist('demo', '1.0'), 'ZIP archive not accepted'],
    [
      'a data descriptor',
      zip([{ ...good[0]!, flags: 0x800 | dataDescriptor }, ...good.slice(1)]),
      'data descriptor',
    ],
    ['another compression', zip([{ ...good[0]!, method: 12 }, ...good.slice(1)]), 'Compression method'],
    ['prepended data', zip(good, { before: '#!/usr/bin/python\n' }), 'Unknown record signature'],
    ['trailing data', zip(good, { after: 'x' }), 'Trailing data'],
    [
      'an entry comment',
      zip([{ ...good[0]!, comment: 'hi' }, ...good.slice(1)]),
      'Comment in central directory',
    ],
    ['a duplicate name', zip([...good, good[0]!]), 'Duplicate filename'],
    ['a hidden member', zip([...good, { name: 'hidden', data: 'x', inCentral: false }]), 'Mis-matched'],
    ['other sizes', zip([{ ...good[0]!, localSize: 7 }, ...good.slice(1)]), 'Mis-matched data size'],
    ['a control character', zip([...good, { name: 'a\nb', data: 'x' }]), 'control characters'],
    [
      'a name that is not UTF-8',
      zip([...good, { name: 'x', nameBytes: Buffer.from([0xff]), data: 'x' }]),
      'not valid UTF-8',
    ],
    [
      'a repeated extra',
      zip([...good, { name: 'x', data: 'x', extra: Buffer.concat([extra, extra]) }]),
      'duplicate in extra',
    ],
    ['a cut-off extra', zip([...good, { name: 'x', data: 'x', extra: Buffer.from([1]) }]), 'extra field'],
    ['a cut-off end', zip(good).subarray(0, -3), 'Truncated'],
    ['no METADATA', wheel('demo', '1.0', { 'demo-1.0.dist-info/METADATA': undefined }), 'METADATA'],
    ['no WHEEL', wheel('demo', '1.0', { 'demo-1.0.dist-info/WHEEL': undefined }), 'WHEEL'],
    ['no RECORD', wheel('demo', '1.0', { 'demo-1.0.dist-info/RECORD': undefined }), 'RECORD'],
    ['another folder', wheel('demo', '1.0.0'), 'not found'],
    [
      'bad entry points',
      wheel('demo', '1.0', { 'demo-1.0.dist-info/entry_points.txt': '[console_scripts]\na b = demo:x\n' }),
      'entry_points.txt',
    ],
    ['a bomb', wheel('demo', '1.0', { 'demo/zeros': '0'.repeat(65 * 1024 * 1024) }), 'too much data'],
  ];
  it.each(rows)('%s is refused', async (_, bytes, text) => {
    await expect(checkWheelArchive(NAME, bytes, [])).rejects.toMatchObject(refused);
    await expect(checkWheelArchive(NAME, bytes, [])).rejects.toThrow(text);
  });

  it('wants the license files', async () => {
    const licensed = wheel('demo', '1.0', { 'demo-1.0.dist-info/licenses/LICENSE': 'free' });
    await expect(checkWheelArchive(NAME, licensed, ['LICENSE'])).resolves.toBeDefined();
    await expect(checkWheelArchive(NAME, licensed, ['COPYING'])).rejects.toMatchObject(refused);
  });

  it('takes good entry points', async () => {
    const bytes = wheel('demo', '1.0', {
      'demo-1.0.dist-info/entry_points.txt': '[console_scripts]\ndemo-x = demo:main\n',
    });
    await expect(checkWheelArchive(NAME, bytes, [])).resolves.toBeDefined();
  });
});

describe('sdists', () => {
  const check =
    (bytes: Buffer, licenses: readonly string[] = []) =>
    (): void => {
      checkSdistArchive('demo-1.0.tar.gz', bytes, licenses);
    };
  const info = { name: 'demo-1.0/PKG-INFO', data: 'Name: demo\n' };

  it('a good one passes', () => {
    expect(check(sdist('demo', '1.0'))).not.toThrow();
    expect(check(sdist('demo', '1.0', [{ name: 'demo-1.0/LICENSE' }]), ['LICENSE'])).not.toThrow();
  });

  it('pax paths count', () => {
    const path = 'demo-1.0/PKG-INFO';
    const record = `${String(path.length + 9)} path=${path}\n`;
    expect(
      check(
        tarGz([
          { name: 'pax', kind: 'x', data: record },
          { name: 'short', data: 'x' },
        ]),
      ),
    ).not.toThrow();
    expect(
      check(
        tarGz([
          { name: '././@LongLink', kind: 'L', data: `${path}\0` },
          { name: 'short', data: 'x' },
        ]),
      ),
    ).not.toThrow();
  });

  const rows: [string, Buffer, string][] = [
    ['no gzip', Buffer.from('x'), 'gzip'],
    ['cut off', sdist('demo', '1.0').subarray(0, -20), 'gzip'],
    ['no tar', gzipSync(Buffer.alloc(600, 'x')), 'tar'],
    ['without its end', tarGz([info], { end: false }), 'tar'],
    ['no PKG-INFO', tarGz([{ name: 'demo-1.0/setup.py' }]), 'PKG-INFO'],
    ['a linked PKG-INFO', tarGz([{ name: 'demo-1.0/PKG-INFO', kind: '2' }]), 'PKG-INFO'],
    ['two tops', sdist('demo', '1.0', [{ name: 'other/x' }]), 'top-level'],
    ['a top-level file', tarGz([info, { name: 'x' }]), 'top-level'],
    ['an absolute name', tarGz([{ name: '/PKG-INFO' }]), 'top-level'],
    ['a sparse member', tarGz([info, { name: 'demo-1.0/x', kind: 'S' }]), 'Sparse'],
    [
      'a sparse pax member',
      tarGz([info, { name: 'x', kind: 'x', data: '22 GNU.sparse.major=1\n' }]),
      'Sparse',
    ],
    ['a bomb', gzipSync(Buffer.alloc(65 * 1024 * 1024)), 'too much data'],
  ];
  it.each(rows)('%s is refused', (_, bytes, text) => {
    expect(check(bytes)).toThrow(text);
  });

  it('wants the license files', () => {
    expect(check(sdist('demo', '1.0'), ['LICENSE'])).toThrow('License-File LICENSE');
  });
});
