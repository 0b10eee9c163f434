import { gunzipSync } from 'node:zlib';
import { Refusal } from '../model/refusal.ts';

const MIB = 1024 * 1024;
const refuse = (why: string): Refusal => new Refusal(400, `Invalid distribution file. ${why}`);

/** A member of a tar archive: the parts that the index checks. */
interface TarMember {
  readonly name: string;
  readonly kind: string;
}

const text = (bytes: Buffer): string => {
  const end = bytes.indexOf(0);
  return bytes.subarray(0, end < 0 ? bytes.length : end).toString('utf8');
};

function octal(bytes: Buffer): number {
  const digits = text(bytes).trim();
  if (!/^[0-7]*$/.test(digits)) throw refuse('File is not a valid tar archive.');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

/** Whether a header's checksum is valid. Its own eight bytes count as blanks. */
function isChecksumValid(header: Buffer): boolean {
  const sum = header.reduce((total, byte, index) => total + (index >= 148 && index < 156 ? 0x20 : byte), 0);
  return octal(header.subarray(148, 156)) === sum;
}

/** Parses the `length key=value\n` records of a pax header. */
function paxRecords(data: Buffer): Map<string, string> {
  const records = new Map<string, string>();
  for (let at = 0; at < data.length;) {
    const space = data.indexOf(0x20, at);
    const length = Number(data.toString('latin1', at, space));
    if (space < 0 || !Number.isInteger(length) || length <= 0)
      throw refuse('File is not a valid tar archive.');
    const record = data.toString('utf8', space + 1, at + length - 1);
    const equals = record.indexOf('=');
    records.set(record.slice(0, equals), record.slice(equals + 1));
    at += length;
  }
  return records;
}

function* membersOf(tar: Buffer): Generator<TarMember> {
  let longName: string | undefined;
  let at = 0;
  for (; at + 512 <= tar.length;) {
    const header = tar.subarray(at, at + 512);
    if (header.every((byte) => byte === 0)) return;
    if (!isChecksumValid(header)) throw refuse('File is not a valid tar archive.');
    const size = octal(header.subarray(124, 136));
    const kind = String.fromCharCode(header[156] ?? 0);
    const data = tar.subarray(at + 512, at + 512 + size);
    if (data.length < size) throw refuse('File is not a valid tar archive.');
    at += 512 + Math.ceil(size / 512) * 512;
    if (kind === 'x' || kind === 'g') {
      const records = paxRecords(data);
      if ([...records.keys()].some((key) => key.startsWith('GNU.sparse')))
        throw refuse('Sparse members are not supported.');
      if (kind === 'x') longName = records.get('path') ?? longName;
    } else if (kind === 'L') longName = text(data);
    else if (kind === 'S') throw refuse('Sparse members are not supported.');
    else if (kind !== 'K') {
      const ustar = header.toString('latin1', 257, 263) === 'ustar\0';
      const prefix = ustar ? text(header.subarray(345, 500)) : '';
      const name = text(header.subarray(0, 100));
      yield {
        name: longName ?? (prefix === '' ? name : `${prefix}/${name}`),
        kind: kind === '\0' ? '0' : kind,
      };
      longName = undefined;
    }
  }
  throw refuse('File is not a valid tar archive.');
}

/** Checks an sdist as the index does: a single top directory with a regular file PKG-INFO and the license files. */
export function checkSdistArchive(filename: string, archive: Buffer, licenseFiles: readonly string[]): void {
  let tar: Buffer;
  try {
    tar = gunzipSync(archive, { maxOutputLength: Math.max(64 * MIB, 50 * archive.length) });
  } catch {
    throw refuse('File is not a valid gzip archive, or decompresses into too much data.');
  }
  const members = [...membersOf(tar)];
  const tops = new Set(members.map(({ name }) => name.replace(/^\.\//, '').split('/')[0] ?? ''));
  const [top = ''] = tops;
  if (tops.size !== 1 || ['', '.', '..'].includes(top)) {
    throw refuse('Incorrect number of top-level directories in sdist');
  }
  const find = (path: string): TarMember | undefined =>
    members.find(({ name }) => name.replace(/^\.\//, '') === `${top}/${path}`);
  if (find('PKG-INFO')?.kind !== '0') throw refuse(`PKG-INFO not found at ${top}/PKG-INFO`);
  for (const file of licenseFiles) {
    if (find(file) === undefined) {
      throw refuse(`License-File ${file} does not exist in distribution file ${filename} at ${top}/${file}`);
    }
  }
}
