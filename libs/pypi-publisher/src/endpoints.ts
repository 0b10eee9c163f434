/** The URLs of a package index. */
export interface PypiEndpoints {
  /** Receives uploads. Used verbatim: PyPI's ends in a slash, and without the slash PyPI answers with a redirect. */
  readonly uploadUrl: string;
  /** The simple index; the project pages are below it. */
  readonly indexUrl: string;
  /** The origin that exchanges identity tokens for upload tokens, without a path. */
  readonly oidcUrl: string;
}

/** The Python Package Index, the default when no other index is configured. */
export const PYPI_ENDPOINTS: PypiEndpoints = {
  uploadUrl: 'https://upload.pypi.org/legacy/',
  indexUrl: 'https://pypi.org/simple/',
  oidcUrl: 'https://pypi.org',
};
