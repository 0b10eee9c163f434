import { crc32, deflateRawSync } from 'node:zlib';

/** One entry of a ZIP archive, with the means to make it invalid. */
export interface ZipEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** Compression method, default 8 (deflate). */
  readonly method?: number;
  /** General-purpose bits, default UTF-8 names. */
  readonly flags?: number;
  readonly comment?: string;
  /** The name in the local header, if different. */
  readonly localName?: string;
  /** The size declared in the headers, if different. */
  readonly declaredSize?: number;
}

const UTF8 = 0x800;

/** Builds a ZIP archive; `extra` adds bytes before it, between the entries and the directory, and after it. */
export function buildZip(
  entries: readonly ZipEntry[],
  extra: { readonly before?: string; readonly between?: string; readonly after?: string } = {},
): Buffer {
  const parts: Buffer[] = [Buffer.from(extra.before ?? '')];
  const directory: Buffer[] = [];
  let offset = parts[0]!.length;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(entry.flags ?? UTF8, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.declaredSize ?? data.length, 18);
    const [name, localName] = [Buffer.from(entry.name), Buffer.from(entry.localName ?? entry.name)];
    const comment = Buffer.from(entry.comment ?? '');
    const local = Buffer.from(common);
    local.writeUInt16LE(localName.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), local, localName, packed);
    common.writeUInt16LE(name.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(comment.length, 0);
    tail.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name, comment);
    offset += 30 + localName.length + packed.length;
  }
  parts.push(Buffer.from(extra.between ?? ''));
  offset += extra.between?.length ?? 0;
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end, Buffer.from(extra.after ?? '')]);
}
