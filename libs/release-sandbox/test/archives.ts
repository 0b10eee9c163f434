import { crc32, deflateRawSync, gzipSync } from 'node:zlib';

/** What a hostile or careless ZIP writer may get wrong, for one member. */
export interface ZipMember {
  readonly name: string;
  readonly data: string | Buffer;
  readonly flags?: number;
  readonly method?: number;
  /** Overrides the size that the local header tells. */
  readonly localSize?: number;
  readonly comment?: string;
  readonly extra?: Buffer;
  readonly inCentral?: boolean;
  readonly nameBytes?: Buffer;
}

/** Writes a ZIP record by record, so that a test can break each of them. */
export function zip(members: readonly ZipMember[], around: { before?: string; after?: string } = {}): Buffer {
  const locals: Buffer[] = [Buffer.from(around.before ?? '')];
  const centrals: Buffer[] = [];
  let offset = locals[0]!.length;
  for (const member of members) {
    const data = Buffer.from(member.data);
    const method = member.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = member.nameBytes ?? Buffer.from(member.name);
    const extra = member.extra ?? Buffer.alloc(0);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(member.flags ?? 0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    common.writeUInt16LE(extra.length, 24);
    const localCommon = Buffer.from(common);
    if (member.localSize !== undefined) localCommon.writeUInt32LE(member.localSize, 18);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), localCommon, name, extra, packed]);
    locals.push(local);
    const tail = Buffer.alloc(14);
    tail.writeUInt16LE(Buffer.byteLength(member.comment ?? ''), 0);
    tail.writeUInt32LE(offset, 10);
    offset += local.length;
    if (member.inCentral === false) continue;
    centrals.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02\x14\x00', 'latin1'),
        common,
        tail,
        name,
        extra,
        Buffer.from(member.comment ?? ''),
      ]),
    );
  }
  const directory = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(centrals.length, 8);
  end.writeUInt16LE(centrals.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end, Buffer.from(around.after ?? '')]);
}

/** The members of a wheel; `more` replaces members of the same name, `undefined` leaves one out. */
export function wheelMembers(
  name: string,
  version: string,
  more: Readonly<Record<string, string | undefined>> = {},
): ZipMember[] {
  const folder = `${name}-${version}.dist-info`;
  const members: Record<string, string | undefined> = {
    [`${name}/__init__.py`]: `VERSION = '${version}'\n`,
    [`${folder}/METADATA`]: `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n`,
    [`${folder}/WHEEL`]: 'Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n',
    [`${folder}/RECORD`]: `${name}/__init__.py,,\n`,
    ...more,
  };
  return Object.entries(members).flatMap(([path, data]) =>
    data === undefined ? [] : [{ name: path, data }],
  );
}

/** A wheel's bytes. */
export const wheel = (
  name: string,
  version: string,
  more?: Readonly<Record<string, string | undefined>>,
): Buffer => zip(wheelMembers(name, version, more));

/** A member of a tar. */
export interface TarMember {
  readonly name: string;
  readonly data?: string;
  readonly kind?: string;
}

/** Writes a gzipped ustar archive. */
export function tarGz(members: readonly TarMember[], options: { end?: boolean } = {}): Buffer {
  const blocks = members.map(({ name, data = '', kind = '0' }) => {
    const header = Buffer.alloc(512);
    header.write(name, 0, 100);
    header.write('0000644\0', 100);
    header.write('0000000\0', 108);
    header.write('0000000\0', 116);
    header.write(`${Buffer.byteLength(data).toString(8).padStart(11, '0')}\0`, 124);
    header.write('00000000000\0', 136);
    header.write('        ', 148);
    header.write(kind, 156);
    header.write('ustar\0' + '00', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(Buffer.byteLength(data) / 512) * 512);
    body.write(data);
    return Buffer.concat([header, body]);
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(options.end === false ? 0 : 1024)]));
}

/** An sdist's bytes. */
export const sdist = (name: string, version: string, more: readonly TarMember[] = []): Buffer =>
  tarGz([
    {
      name: `${name}-${version}/PKG-INFO`,
      data: `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n`,
    },
    { name: `${name}-${version}/pyproject.toml`, data: '[project]\n' },
    ...more,
  ]);
