import * as z from 'zod';
import { PypiError } from '../errors.ts';
import { parseHtmlPage } from './html-page.ts';
import type { IndexFile } from './index-file.ts';

const hashes = z.record(z.string(), z.string());
const metadataField = z.union([z.boolean(), hashes]).optional();
const page = z.object({
  meta: z.object({ 'api-version': z.string() }),
  files: z.array(
    z.object({
      filename: z.string(),
      url: z.string(),
      hashes: hashes.default({}),
      size: z.number().nullish(),
      yanked: z.union([z.boolean(), z.string()]).default(false),
      'requires-python': z.string().nullish(),
      'core-metadata': metadataField,
      'dist-info-metadata': metadataField,
    }),
  ),
});

/** The `Accept` header for project pages: JSON is preferred, HTML is the fallback. */
export const INDEX_ACCEPT =
  'application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01';

/**
 * Parses a project's page as JSON or HTML, depending on its content type; relative links are resolved against `url`.
 *
 * Errors: `PYPI_INDEX_INVALID` for any other content type, a malformed page, or another major version of the API.
 */
export function parseIndexPage(text: string, contentType: string, url: string): IndexFile[] {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type === 'application/json' || type.endsWith('+json')) return parseJsonPage(text, url);
  if (type === 'text/html' || type.endsWith('+html')) return parseHtmlPage(text, url);
  throw invalid(url, `has the content type '${type}'`);
}

function parseJsonPage(text: string, url: string): IndexFile[] {
  let data: z.infer<typeof page>;
  try {
    data = page.parse(JSON.parse(text));
  } catch (cause) {
    throw invalid(url, 'is malformed', cause);
  }
  const version = data.meta['api-version'];
  if (!version.startsWith('1.')) throw invalid(url, `has API version ${version}`);
  return data.files.map((file): IndexFile => {
    const metadata = file['core-metadata'] ?? file['dist-info-metadata'];
    const metadataSha256 = typeof metadata === 'object' ? metadata['sha256'] : undefined;
    return {
      filename: file.filename,
      url: new URL(file.url, url).href,
      yanked: file.yanked,
      sha256: file.hashes['sha256']?.toLowerCase(),
      size: file.size ?? undefined,
      requiresPython: file['requires-python'] ?? undefined,
      metadataSha256: metadataSha256?.toLowerCase(),
    };
  });
}

function invalid(url: string, what: string, cause?: unknown): PypiError {
  return new PypiError('PYPI_INDEX_INVALID', `the index page ${url} ${what}`, {
    cause,
    hint: 'Check that the index URL is the URL of a simple index.',
  });
}
