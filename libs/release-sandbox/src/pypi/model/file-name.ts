import { parseIndexVersion } from './pep440.ts';
import { Refusal } from './refusal.ts';

/** The normalised form of a project name, as in the URLs of the index. */
export const normaliseName = (name: string): string => name.replaceAll(/[-_.]+/g, '-').toLowerCase();

/** Whether `name` is a valid project name. */
export const isProjectName = (name: string): boolean =>
  /^(?:[A-Z0-9]|[A-Z0-9][A-Z0-9._-]*[A-Z0-9])$/i.test(name) && !name.endsWith('\n');

const MANY_ARCHES = 'x86_64|i686|aarch64|armv7l|ppc64le|s390x';
const MAC_ARCHES = 'ppc|ppc64|i386|x86_64|arm64|intel|fat|fat3|fat64|universal|universal2';
const PLATFORMS = [
  'any|win32|win_(?:amd64|arm64|ia64)|linux_armv[67]l',
  'manylinux(?:1|2010)_(?:x86_64|i686)',
  `manylinux2014_(?:${MANY_ARCHES}|ppc64)`,
  `manylinux_\\d+_\\d+_(?:${MANY_ARCHES}|ppc64|riscv64)`,
  `musllinux_\\d+_\\d+_(?:${MANY_ARCHES}|riscv64)`,
  `macosx_(?:10_\\d+|(?:11|12|13|14|15|26)_0)_(?:${MAC_ARCHES})`,
  'ios_\\d+_\\d+_(?:arm64|x86_64)_(?:iphoneos|iphonesimulator)',
  'android_\\d+_(?:armeabi_v7a|arm64_v8a|x86|x86_64)',
  'pyemscripten_\\d+_\\d+_wasm32',
].map((pattern) => new RegExp(`^(?:${pattern})$`));

/** The parts of a wheel's file name. */
export interface WheelName {
  readonly name: string;
  readonly version: string;
  readonly python: string;
  readonly platforms: readonly string[];
}

function parseWheelName(filename: string): WheelName {
  const invalid = (why: string): Refusal =>
    new Refusal(400, `Invalid wheel filename (${why}): '${filename}'`);
  const parts = filename.slice(0, -'.whl'.length).split('-');
  if (parts.length !== 5 && parts.length !== 6) throw invalid('wrong number of parts');
  const [name = '', version = ''] = parts;
  if (!/^[\w.]+$/.test(name) || name.includes('__')) throw invalid('invalid project name');
  if (parseIndexVersion(version) === undefined) throw invalid('invalid version');
  if (parts.length === 6 && !/^\d/.test(parts[2] ?? '')) throw invalid('invalid build number');
  return { name, version, python: parts.at(-3) ?? '', platforms: (parts.at(-1) ?? '').split('.') };
}

/** The metadata that a file name must match. */
export interface NamedRelease {
  readonly project: string;
  readonly version: string;
  readonly filetype: string;
}

/** Refuses a file name that does not match its release. Returns the parts of a wheel's name. */
export function checkFileName(filename: string, release: NamedRelease): WheelName | undefined {
  if (/[/\\]/.test(filename)) throw new Refusal(400, `Cannot upload a file with '/' or '\\' in the name.`);
  const stem = normaliseName(release.project).replaceAll('-', '_');
  const version = parseIndexVersion(release.version);
  if (filename.endsWith('.whl')) {
    if (release.filetype !== 'bdist_wheel')
      throw new Refusal(400, `Invalid file extension: '.whl' is not a ${release.filetype}.`);
    const wheel = parseWheelName(filename);
    if (wheel.name !== stem)
      throw new Refusal(400, `Start filename for '${release.project}' with '${stem}'.`);
    if (parseIndexVersion(wheel.version)?.canonical !== version?.canonical) {
      throw new Refusal(400, `Version in filename should be '${release.version}' not '${wheel.version}'.`);
    }
    const odd = wheel.platforms.find((platform) => !PLATFORMS.some((pattern) => pattern.test(platform)));
    if (odd !== undefined) {
      throw new Refusal(400, `Binary wheel '${filename}' has an unsupported platform tag '${odd}'.`);
    }
    return wheel;
  }
  if (!/\.(?:tar\.gz|zip)$/.test(filename)) {
    throw new Refusal(400, 'Invalid file extension: Use .tar.gz or .whl extension.');
  }
  if (release.filetype !== 'sdist')
    throw new Refusal(400, `Invalid file extension: '${filename}' is not a wheel.`);
  const expected = `${stem}-${version?.normalised ?? release.version}.tar.gz`;
  if (filename !== expected)
    throw new Refusal(400, `Filename '${filename}' is invalid, should be '${expected}'.`);
  return undefined;
}
