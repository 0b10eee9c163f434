import type { IndexFile } from './index-file.ts';

const ANCHOR = /<a\b((?:[^<>"']|"[^"]*"|'[^']*')*)>([^<]*)<\/a\s*>/gi;
const ATTRIBUTE = /([a-z][a-z0-9-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/gi;
const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};

/** Parses the links of a simple index's HTML page (PEP 503, 592, 658); relative ones are resolved against `url`. */
export function parseHtmlPage(html: string, url: string): IndexFile[] {
  const files: IndexFile[] = [];
  for (const [, rawAttributes = '', text = ''] of html.matchAll(ANCHOR)) {
    const attributes = readAttributes(rawAttributes);
    const href = attributes.get('href');
    if (href === undefined) continue;
    const target = new URL(href, url);
    const sha256 = /^#sha256=([0-9a-f]{64})$/i.exec(target.hash)?.[1];
    target.hash = '';
    const yanked = attributes.get('data-yanked');
    const metadata = attributes.get('data-core-metadata') ?? attributes.get('data-dist-info-metadata');
    const metadataSha256 = /^sha256=([0-9a-f]{64})$/i.exec(metadata ?? '')?.[1];
    files.push({
      filename: decode(text).trim(),
      url: target.href,
      yanked: yanked === undefined ? false : yanked === '' ? true : yanked,
      sha256: sha256?.toLowerCase(),
      requiresPython: attributes.get('data-requires-python'),
      metadataSha256: metadataSha256?.toLowerCase(),
    });
  }
  return files;
}

function readAttributes(raw: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name = '', double, single, bare] of raw.matchAll(ATTRIBUTE)) {
    attributes.set(name.toLowerCase(), decode(double ?? single ?? bare ?? ''));
  }
  return attributes;
}

function decode(text: string): string {
  return text.replace(/&(?:#(\d+)|#x([0-9a-f]+)|([a-z]+));/gi, (whole, decimal, hex, name) => {
    if (typeof decimal === 'string') return String.fromCodePoint(Number(decimal));
    if (typeof hex === 'string') return String.fromCodePoint(Number.parseInt(hex, 16));
    return ENTITIES[String(name).toLowerCase()] ?? whole;
  });
}
