/** Where an index takes uploads, lists files and exchanges identity tokens. */
export interface PypiEndpoints {
  /** Taken verbatim; PyPI's ends in a slash, and without it the answer is a redirect. */
  readonly uploadUrl: string;
  /** The simple index; project pages lie below it. */
  readonly indexUrl: string;
  /** The origin that mints upload tokens, without a path. */
  readonly oidcUrl: string;
}

/** The Python Package Index itself; what callers use when nobody configured another index. */
export const PYPI_ENDPOINTS: PypiEndpoints = {
  uploadUrl: 'https://upload.pypi.org/legacy/',
  indexUrl: 'https://pypi.org/simple/',
  oidcUrl: 'https://pypi.org',
};
