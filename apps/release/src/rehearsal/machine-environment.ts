type Env = Readonly<Record<string, string | undefined>>;

const NAMES = new Set([
  'PATH',
  'HOME',
  'LANG',
  'TMPDIR',
  'XDG_CACHE_HOME',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
]);

/** Settings of pip and uv: where they find packages and which certificates they trust. */
const PREFIXES = ['PIP_', 'UV_'];

/** Variables of pip and uv that hold secrets or configure publishing. A rehearsal has its own index. */
const NEVER = /TOKEN|PASSWORD|USERNAME|PUBLISH|CREDENTIAL/;

/** Selects the variables that played jobs receive: enough to build and test Python projects, and no token. Pure. */
export function machineEnvironment(env: Env): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => {
      const [name, value] = entry;
      if (value === undefined || NEVER.test(name)) return false;
      return NAMES.has(name) || PREFIXES.some((prefix) => name.startsWith(prefix));
    }),
  );
}
