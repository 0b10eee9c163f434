/** A parsed PEP 440 version. */
export interface IndexVersion {
  /** The normalised text, including trailing zeros of the release. */
  readonly normalised: string;
  /** The normalised text without trailing zeros: equal for versions that the index considers the same release. */
  readonly canonical: string;
  readonly local: boolean;
  readonly prerelease: boolean;
}

const GRAMMAR = new RegExp(
  [
    '^v?(?:([0-9]+)!)?([0-9]+(?:\\.[0-9]+)*)',
    '(?:[-_.]?(alpha|a|beta|b|preview|pre|c|rc)[-_.]?([0-9]+)?)?',
    '(?:-([0-9]+)|[-_.]?(post|rev|r)[-_.]?([0-9]+)?)?',
    '(?:[-_.]?(dev)[-_.]?([0-9]+)?)?',
    '(?:\\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$',
  ].join(''),
  'i',
);

const LABELS: Readonly<Record<string, string>> = {
  alpha: 'a',
  a: 'a',
  beta: 'b',
  b: 'b',
  c: 'rc',
  rc: 'rc',
  pre: 'rc',
  preview: 'rc',
};

const plain = (digits: string): string => BigInt(digits).toString();

/** Parses a version; `undefined` if it is invalid. Surrounding white space is invalid, although Python trims it. */
export function parseIndexVersion(text: string): IndexVersion | undefined {
  const match = GRAMMAR.exec(text);
  if (match === null) return undefined;
  const [
    ,
    epoch = '0',
    release = '0',
    label,
    pre = '0',
    implicitPost,
    post,
    postNumber = '0',
    dev,
    devNumber = '0',
  ] = match;
  const parts = release.split('.').map(plain);
  const kept = parts.slice(0, parts.findLastIndex((part) => part !== '0') + 1);
  const head = plain(epoch) === '0' ? '' : `${plain(epoch)}!`;
  let tail = label === undefined ? '' : `${LABELS[label.toLowerCase()] ?? ''}${plain(pre)}`;
  if (implicitPost !== undefined) tail += `.post${plain(implicitPost)}`;
  if (post !== undefined) tail += `.post${plain(postNumber)}`;
  if (dev !== undefined) tail += `.dev${plain(devNumber)}`;
  const local = match[10];
  if (local !== undefined) {
    const normal = local
      .toLowerCase()
      .split(/[-_.]/)
      .map((part) => (/^\d+$/.test(part) ? plain(part) : part));
    tail += `+${normal.join('.')}`;
  }
  return {
    normalised: `${head}${parts.join('.')}${tail}`,
    canonical: `${head}${kept.length === 0 ? '0' : kept.join('.')}${tail}`,
    local: local !== undefined,
    prerelease: label !== undefined || dev !== undefined,
  };
}
