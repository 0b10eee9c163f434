import { fromBufferPromise } from 'yauzl';
import { Refusal } from '../model/refusal.ts';
import { checkZipFraming } from './zip-framing.ts';

const MIB = 1024 * 1024;
const refuse = (why: string): Refusal => new Refusal(400, `Invalid distribution file. ${why}`);

async function readMembers(zip: Buffer): Promise<Map<string, Buffer>> {
  const members = new Map<string, Buffer>();
  const archive = await fromBufferPromise(zip, { lazyEntries: true, strictFileNames: true });
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const chunks: Buffer[] = [];
    for await (const chunk of await archive.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    members.set(entry.fileName, Buffer.concat(chunks));
  }
  return members;
}

function checkEntryPoints(bytes: Buffer): void {
  let section = '';
  const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    if (line === '' || /^[#;]/.test(line)) continue;
    const heading = /^\[(.+)\]$/.exec(line)?.[1];
    if (heading !== undefined) {
      section = heading;
      continue;
    }
    const name = line.split('=')[0]?.trim() ?? '';
    if (section === '' || !line.includes('=')) throw new Error('not an INI file');
    if (['console_scripts', 'gui_scripts'].includes(section) && !/^[\w.-]+$/.test(name))
      throw new Error('bad name');
  }
}

/** Checks a wheel as the index does. Returns its METADATA. */
export async function checkWheelArchive(
  filename: string,
  zip: Buffer,
  licenseFiles: readonly string[],
): Promise<Buffer> {
  const { unpacked } = checkZipFraming(zip);
  if (unpacked > 64 * MIB && unpacked > 50 * zip.length)
    throw refuse('File decompresses into too much data.');
  if (zip.length > 262 && zip.toString('latin1', 257, 262) === 'ustar')
    throw refuse('File is both a ZIP and a tar.');
  let members: Map<string, Buffer>;
  try {
    members = await readMembers(zip);
  } catch (error) {
    throw refuse(`ZIP archive not accepted: ${(error as Error).message}`);
  }
  const folder = `${filename.split('-').slice(0, 2).join('-')}.dist-info`;
  const needed = (name: string): Buffer => {
    const bytes = members.get(`${folder}/${name}`);
    if (bytes === undefined) throw refuse(`${name} not found at ${folder}/${name}`);
    return bytes;
  };
  needed('WHEEL');
  needed('RECORD');
  const metadata = needed('METADATA');
  for (const file of licenseFiles) {
    if (!members.has(`${folder}/licenses/${file}`)) {
      throw refuse(
        `License-File ${file} does not exist in distribution file ${filename} at ${folder}/licenses/${file}`,
      );
    }
  }
  const entryPoints = members.get(`${folder}/entry_points.txt`);
  if (entryPoints !== undefined) {
    try {
      checkEntryPoints(entryPoints);
    } catch {
      throw refuse(`${folder}/entry_points.txt is invalid`);
    }
  }
  return metadata;
}
