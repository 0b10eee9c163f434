import { normaliseName } from '../model/file-name.ts';
import { metadataDigest } from '../model/index-store.ts';
import type { StoredFile, StoredProject } from '../model/index-store.ts';

/** Content types of the simple index; the first one is the default. */
export const SIMPLE_TYPES = [
  'text/html',
  'application/vnd.pypi.simple.v1+html',
  'application/vnd.pypi.simple.v1+json',
] as const;

/** Content of a project's page in the simple index. */
export interface SimplePage {
  readonly project: StoredProject;
  readonly files: readonly StoredFile[];
  /** URL of a file. */
  readonly urlOf: (file: StoredFile) => string;
  /** URL of a file's provenance, if it has one. */
  readonly provenanceOf: (file: StoredFile) => string | null;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Renders the page as JSON. */
export function renderSimpleJson(page: SimplePage): string {
  const { project } = page;
  return JSON.stringify({
    'alternate-locations': [],
    files: page.files.map((file) => {
      const digest = metadataDigest(file);
      const core = digest === undefined ? false : { sha256: digest };
      return {
        'core-metadata': core,
        'data-dist-info-metadata': core,
        filename: file.filename,
        hashes: { sha256: file.sha256 },
        provenance: page.provenanceOf(file),
        'requires-python': file.requiresPython ?? null,
        size: file.bytes.length,
        'upload-time': new Date(file.uploadedAtMs).toISOString().replace('Z', '000Z'),
        url: page.urlOf(file),
        yanked: file.yanked,
      };
    }),
    meta: { '_last-serial': project.serial, 'api-version': '1.4' },
    name: normaliseName(project.name),
    'project-status': { status: project.status },
    versions: [...new Set(page.files.map(({ version }) => version))],
  });
}

/** Renders the page as HTML. */
export function renderSimpleHtml(page: SimplePage): string {
  const name = escape(normaliseName(page.project.name));
  const links = page.files.map((file) => {
    const digest = metadataDigest(file);
    const provenance = page.provenanceOf(file);
    const attributes = [
      `href="${escape(page.urlOf(file))}#sha256=${file.sha256}"`,
      ...(file.requiresPython === undefined ? [] : [`data-requires-python="${escape(file.requiresPython)}"`]),
      ...(file.yanked === false ? [] : [`data-yanked="${escape(file.yanked === true ? '' : file.yanked)}"`]),
      ...(digest === undefined
        ? []
        : [`data-dist-info-metadata="sha256=${digest}"`, `data-core-metadata="sha256=${digest}"`]),
      ...(provenance === null ? [] : [`data-provenance="${escape(provenance)}"`]),
    ];
    return `    <a ${attributes.join(' ')} >${escape(file.filename)}</a><br />`;
  });
  return [
    '<!DOCTYPE html>',
    '<html>',
    '  <head>',
    '    <meta name="pypi:repository-version" content="1.4">',
    `    <meta name="pypi:project-status" content="${page.project.status}">`,
    `    <title>Links for ${name}</title>`,
    '  </head>',
    '  <body>',
    `    <h1>Links for ${name}</h1>`,
    ...links,
    '  </body>',
    '</html>',
    `<!--SERIAL ${page.project.serial}-->`,
  ].join('\n');
}
