import { openPromise, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import type { ArchiveContent } from './archive-content.ts';
import { archiveError, limitedBytes, RATIO_FREE_BYTES, unreadableArchive } from './archive-limits.ts';
import type { ArchiveLimits } from './archive-limits.ts';
import type { WheelName } from './file-name.ts';

const STORED = 0;
const DEFLATED = 8;
const LOCAL_HEADER_BYTES = 30;
const DIRECTORY_HEADER_BYTES = 46;
const END_BYTES = 22;
/** The end record of a ZIP64 archive and its locator. */
const ZIP64_END_BYTES = 56 + 20;

/**
 * Reads a wheel without unpacking it and checks the ZIP rules that PyPI enforces. The metadata is the METADATA of the `.dist-info` folder
 * that belongs to the file name, never that of another package vendored inside.
 *
 * Errors: `PYPI_DISTRIBUTION_INVALID`.
 */
export async function readWheelArchive(
  path: string,
  filename: string,
  wheel: WheelName,
  limits: ArchiveLimits,
): Promise<ArchiveContent> {
  let zip: ZipFile | undefined;
  try {
    zip = await openPromise(path, { lazyEntries: true, decodeStrings: false, autoClose: false });
    const folder = `${wheel.name}-${wheel.version}.dist-info`;
    const entries = await listEntries(zip, filename, limits);
    for (const needed of ['METADATA', 'WHEEL', 'RECORD']) {
      if (!entries.has(`${folder}/${needed}`)) throw archiveError(filename, `${folder}/${needed} is missing`);
    }
    const metadata = entries.get(`${folder}/METADATA`);
    if (metadata === undefined) throw archiveError(filename, `${folder}/METADATA is missing`);
    return {
      metadata: await readEntry(zip, metadata, filename, limits),
      names: new Set(entries.keys()),
      folder,
    };
  } catch (cause) {
    throw unreadableArchive(filename, 'ZIP', cause);
  } finally {
    zip?.close();
  }
}

async function listEntries(
  zip: ZipFile,
  filename: string,
  limits: ArchiveLimits,
): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries)
    throw archiveError(filename, `contains more than ${limits.entries} entries`);
  const entries = new Map<string, Entry>();
  const spans: { start: number; end: number }[] = [];
  let inflated = 0;
  let directory = 0;
  for await (const entry of zip.eachEntry()) {
    const name = entryName(entry, filename, limits);
    if (entries.has(name)) throw archiveError(filename, `contains '${name}' twice`);
    entries.set(name, entry);
    checkEntry(entry, name, filename);
    spans.push(await localSpan(zip, entry, name, filename));
    inflated += entry.uncompressedSize;
    directory += DIRECTORY_HEADER_BYTES + entry.fileNameLength + entry.extraFieldLength;
    if (inflated > RATIO_FREE_BYTES && inflated > 50 * zip.fileSize) {
      throw archiveError(filename, 'unpacks to more than fifty times its size');
    }
  }
  checkFraming(spans, zip.fileSize - directory - END_BYTES - Buffer.byteLength(zip.comment), filename);
  return entries;
}

function entryName(entry: Entry, filename: string, limits: ArchiveLimits): string {
  const raw = entry.fileNameRaw;
  if (raw.length > limits.nameBytes) throw archiveError(filename, 'contains an entry whose name is too long');
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch (cause) {
    throw archiveError(filename, 'contains an entry whose name is not UTF-8', cause);
  }
  if (/\p{Cc}/u.test(name))
    throw archiveError(filename, 'contains an entry whose name has control characters');
  const complaint = validateFileName(name);
  if (complaint !== null) throw archiveError(filename, `contains a dangerous entry (${complaint})`);
  return name;
}

function checkEntry(entry: Entry, name: string, filename: string): void {
  if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) {
    throw archiveError(filename, `'${name}' uses the compression method ${entry.compressionMethod}`);
  }
  if ((entry.generalPurposeBitFlag & 1) !== 0) throw archiveError(filename, `'${name}' is encrypted`);
  if ((entry.generalPurposeBitFlag & 8) !== 0) {
    throw archiveError(filename, `'${name}' has a data descriptor (bit 3); PyPI refuses such archives`);
  }
  if (entry.fileCommentLength > 0) throw archiveError(filename, `'${name}' has a comment`);
}

/** The position of an entry's local header and data. The local header must agree with the central directory. */
async function localSpan(zip: ZipFile, entry: Entry, name: string, filename: string) {
  const local = await zip.readLocalFileHeaderPromise(entry);
  const zip64 = local.compressedSize === 0xffffffff || local.uncompressedSize === 0xffffffff;
  const same =
    local.fileName.equals(entry.fileNameRaw) &&
    local.generalPurposeBitFlag === entry.generalPurposeBitFlag &&
    local.compressionMethod === entry.compressionMethod &&
    (zip64 ||
      (local.compressedSize === entry.compressedSize && local.uncompressedSize === entry.uncompressedSize));
  if (!same)
    throw archiveError(filename, `'${name}' differs between its local header and the central directory`);
  const start = entry.relativeOffsetOfLocalHeader;
  const end =
    start + LOCAL_HEADER_BYTES + local.fileNameLength + local.extraFieldLength + entry.compressedSize;
  return { start, end };
}

/** Entries must follow each other from the first byte to the directory at the end, so that no data is hidden in between. */
function checkFraming(spans: { start: number; end: number }[], dataEnd: number, filename: string): void {
  let at = 0;
  for (const span of spans.sort((a, b) => a.start - b.start)) {
    if (span.start !== at) throw archiveError(filename, 'contains bytes that belong to no entry');
    at = span.end;
  }
  if (at !== dataEnd && at !== dataEnd - ZIP64_END_BYTES) {
    throw archiveError(filename, 'contains bytes that belong to no entry');
  }
}

async function readEntry(
  zip: ZipFile,
  entry: Entry,
  filename: string,
  limits: ArchiveLimits,
): Promise<Uint8Array> {
  const refuse = () => archiveError(filename, `METADATA is larger than ${limits.metadataBytes} bytes`);
  if (entry.uncompressedSize > limits.metadataBytes) throw refuse();
  const chunks: Uint8Array[] = [];
  const stream = await zip.openReadStreamPromise(entry);
  for await (const chunk of limitedBytes(stream, limits.metadataBytes, refuse)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}
