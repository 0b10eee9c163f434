import { Refusal } from '../model/refusal.ts';

/** A member, as described by one of its headers. */
interface Member {
  readonly name: string;
  readonly packed: number;
  readonly size: number;
}

const refuse = (why: string): Refusal =>
  new Refusal(400, `Invalid distribution file. ZIP archive not accepted: ${why}`);

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const REFUSED_EXTRAS = [0x0001, 0x7075];

function checkName(bytes: Buffer): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('Filename not valid UTF-8');
  }
  // eslint-disable-next-line no-control-regex -- control characters are forbidden in file names
  if (/[\x00-\x1f\x7f]/.test(name)) throw refuse('Filename contains control characters');
  return name;
}

function checkExtras(extra: Buffer): void {
  const seen = new Set<number>();
  for (let at = 0; at < extra.length;) {
    if (at + 4 > extra.length) throw refuse('Malformed extra field');
    const id = extra.readUInt16LE(at);
    if (REFUSED_EXTRAS.includes(id) && seen.has(id)) throw refuse('Invalid duplicate in extra field');
    seen.add(id);
    at += 4 + extra.readUInt16LE(at + 2);
    if (at > extra.length) throw refuse('Malformed extra field');
  }
}

function add(members: Map<string, Member>, member: Member, where: string): void {
  if (members.has(member.name)) throw refuse(`Duplicate filename in ${where}`);
  members.set(member.name, member);
}

function readLocal(zip: Buffer, at: number): { member: Member; next: number } {
  if (at + 30 > zip.length) throw refuse('Truncated local header');
  const flags = zip.readUInt16LE(at + 6);
  if ((flags & 0x8) !== 0) throw refuse('ZIP contains a data descriptor');
  if (![0, 8].includes(zip.readUInt16LE(at + 8))) throw refuse('Compression method not supported');
  const packed = zip.readUInt32LE(at + 18);
  const nameEnd = at + 30 + zip.readUInt16LE(at + 26);
  const dataStart = nameEnd + zip.readUInt16LE(at + 28);
  checkExtras(zip.subarray(nameEnd, dataStart));
  if (dataStart + packed > zip.length) throw refuse('Truncated member');
  const member = { name: checkName(zip.subarray(at + 30, nameEnd)), packed, size: zip.readUInt32LE(at + 22) };
  return { member, next: dataStart + packed };
}

function readCentral(zip: Buffer, at: number): { member: Member; next: number } {
  if (at + 46 > zip.length) throw refuse('Truncated central directory');
  if (zip.readUInt16LE(at + 32) !== 0) throw refuse('Comment in central directory');
  const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
  const next = nameEnd + zip.readUInt16LE(at + 30);
  checkExtras(zip.subarray(nameEnd, next));
  const member = {
    name: checkName(zip.subarray(at + 46, nameEnd)),
    packed: zip.readUInt32LE(at + 20),
    size: zip.readUInt32LE(at + 24),
  };
  return { member, next };
}

function checkEnd(zip: Buffer, at: number, directory: { start: number; count: number }): void {
  if (at + 22 > zip.length) throw refuse('Truncated end of central directory');
  if (at + 22 + zip.readUInt16LE(at + 20) !== zip.length) throw refuse('Trailing data');
  const declared = [
    zip.readUInt16LE(at + 8),
    zip.readUInt16LE(at + 10),
    zip.readUInt32LE(at + 12),
    zip.readUInt32LE(at + 16),
  ];
  const found = [directory.count, directory.count, at - directory.start, directory.start];
  if (declared.some((value, index) => value !== found[index]))
    throw refuse('Mis-matched central directory records');
}

/**
 * Reads an archive record by record and refuses what the index refuses: data descriptors, leading or trailing data, duplicate names, and
 * members that differ in the central directory. ZIP64 records are refused as unknown signatures; no wheel below 4 GiB needs them.
 */
export function checkZipFraming(zip: Buffer): { unpacked: number } {
  const locals = new Map<string, Member>();
  const centrals = new Map<string, Member>();
  let directoryStart = -1;
  for (let at = 0; ;) {
    if (at + 4 > zip.length) throw refuse('Truncated archive');
    const signature = zip.readUInt32LE(at);
    if (signature === LOCAL && directoryStart < 0) {
      const { member, next } = readLocal(zip, at);
      add(locals, member, 'local headers');
      at = next;
    } else if (signature === CENTRAL) {
      if (directoryStart < 0) directoryStart = at;
      const { member, next } = readCentral(zip, at);
      add(centrals, member, 'central directory');
      at = next;
    } else if (signature === END) {
      checkEnd(zip, at, { start: directoryStart < 0 ? at : directoryStart, count: centrals.size });
      break;
    } else throw refuse('Unknown record signature');
  }
  if (locals.size !== centrals.size) throw refuse('Mis-matched local headers and central directory');
  let unpacked = 0;
  for (const [name, local] of locals) {
    const central = centrals.get(name);
    if (central?.packed !== local.packed || central.size !== local.size)
      throw refuse('Mis-matched data size');
    unpacked += local.size;
  }
  return { unpacked };
}
