import { systemClock } from './service/clock.ts';
import type { SandboxClock } from './service/clock.ts';
import { Faults } from './service/faults.ts';
import { serveOnLoopback } from './service/loopback-server.ts';
import type { LoopbackServer } from './service/loopback-server.ts';
import type { Service, SandboxContext } from './service/service.ts';
import { GitHubSandbox } from './github/github-sandbox.ts';
import type { GitHubSeed } from './github/github-sandbox.ts';
import { IdentitySandbox } from './identity/identity-sandbox.ts';
import type { IdentitySeed } from './identity/identity-sandbox.ts';
import { PypiSandbox } from './pypi/pypi-sandbox.ts';
import type { PypiSeed } from './pypi/pypi-sandbox.ts';
import { TpsSandbox } from './tps/tps-sandbox.ts';
import type { TpsSeed } from './tps/tps-sandbox.ts';

/** Options of a sandbox: plain data to start from. All of it is optional and can be added later through the services. */
export interface SandboxOptions {
  /** Default: the system clock. A test passes the clock of the program under test. */
  readonly clock?: SandboxClock | undefined;
  /** Default: no repositories. */
  readonly github?: GitHubSeed | undefined;
  /** Default: an empty index. */
  readonly pypi?: PypiSeed | undefined;
  /** Default: no components and no tokens. */
  readonly tps?: TpsSeed | undefined;
  /** Default: the issuer is the origin of the service. */
  readonly identity?: IdentitySeed | undefined;
}

/** URLs of the services, keyed by the environment variables from which programs read them. */
export interface SandboxEndpoints {
  /** Base URL of the REST API. */
  readonly GITHUB_API_URL: string;
  /** URL of the GraphQL API. */
  readonly GITHUB_GRAPHQL_URL: string;
  /** Base URL of the website and of the git remotes. */
  readonly GITHUB_SERVER_URL: string;
  /** Base URL of TPS. */
  readonly TPS_BASE_URL: string;
  /** Upload URL; ends in a slash. */
  readonly PYPI_UPLOAD_URL: string;
  /** URL of the simple index; ends in a slash. */
  readonly PYPI_INDEX_URL: string;
  /** Base URL of the trusted-publishing API, which mints upload tokens. */
  readonly PYPI_OIDC_URL: string;
}

/** Has the signature of the global `fetch`. */
export type SandboxFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The external services of a release. They share one clock, one set of faults and one request log. */
export interface Sandbox extends SandboxContext {
  /** GitHub: repositories, pull requests, releases and workflow runs. */
  readonly github: GitHubSandbox;
  /** The package index. */
  readonly pypi: PypiSandbox;
  /** TPS: the release lock and the change records. */
  readonly tps: TpsSandbox;
  /** The issuer of identity tokens for jobs. */
  readonly identity: IdentitySandbox;
  /** URLs of all services. */
  readonly endpoints: SandboxEndpoints;
  /**
   * Answers a request in process; its origin selects the service. Rejects with `ConnectionReset` if a fault breaks the connection, and with
   * a `TypeError` if no service has that origin.
   */
  readonly fetch: SandboxFetch;
}

/** A sandbox that listens on loopback. */
export interface RunningSandbox extends Sandbox {
  /** Closes all connections and stops the servers. A second call does nothing. */
  close(): Promise<void>;
}

interface Origins {
  github: string;
  tps: string;
  identity: string;
  pypi: string;
  pypiUpload: string;
  pypiFiles: string;
}

/** Origins of an in-process sandbox. The index has three hosts, like the real one. */
const IN_PROCESS: Origins = {
  github: 'https://github.sandbox',
  tps: 'https://tps.sandbox',
  identity: 'https://identity.sandbox',
  pypi: 'https://pypi.sandbox',
  pypiUpload: 'https://upload.pypi.sandbox',
  pypiFiles: 'https://files.pypi.sandbox',
};

type Services = Omit<Sandbox, 'endpoints' | 'fetch'>;

function createServices(options: SandboxOptions, origins: Origins): Services {
  const context: SandboxContext = { clock: options.clock ?? systemClock, faults: new Faults(), log: [] };
  const identity = new IdentitySandbox(context, () => origins.identity, options.identity);
  const pypi = new PypiSandbox(
    context,
    () => origins.pypi,
    { issuers: [identity], filesOrigin: () => origins.pypiFiles },
    options.pypi,
  );
  const tps = new TpsSandbox(context, () => origins.tps, options.tps);
  const github = new GitHubSandbox(context, () => origins.github, options.github);
  return { ...context, github, pypi, tps, identity };
}

function endpointsOf({ github }: Services, origins: Origins): SandboxEndpoints {
  return {
    ...github.endpoints,
    TPS_BASE_URL: origins.tps,
    PYPI_UPLOAD_URL: `${origins.pypiUpload}/legacy/`,
    PYPI_INDEX_URL: `${origins.pypi}/simple/`,
    PYPI_OIDC_URL: origins.pypi,
  };
}

function createFetch({ github, tps, identity, pypi }: Services, origins: Origins): SandboxFetch {
  const services = new Map<string, Service>([
    [origins.github, github.service],
    [origins.tps, tps.service],
    [origins.identity, identity.service],
    [origins.pypi, pypi.service],
    [origins.pypiUpload, pypi.service],
    [origins.pypiFiles, pypi.service],
  ]);
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    const service = services.get(origin);
    if (service === undefined) throw new TypeError(`the sandbox has no service at ${origin}`);
    return await service.fetch(request);
  };
}

/** Creates a sandbox in process. It opens no ports; {@link Sandbox.fetch} answers requests. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const services = createServices(options, IN_PROCESS);
  return {
    ...services,
    endpoints: endpointsOf(services, IN_PROCESS),
    fetch: createFetch(services, IN_PROCESS),
  };
}

/** Starts a sandbox that answers over HTTP on loopback, one port per service. The caller must close it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const origins: Origins = { ...IN_PROCESS };
  const services = createServices(options, origins);
  const servers: LoopbackServer[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.close()));
  };
  const listen = async ({ service }: { service: Service }): Promise<string> => {
    const server = await serveOnLoopback(service);
    servers.push(server);
    return server.origin;
  };
  try {
    origins.github = await listen(services.github);
    origins.tps = await listen(services.tps);
    origins.identity = await listen(services.identity);
    origins.pypi = await listen(services.pypi);
    origins.pypiUpload = origins.pypi;
    origins.pypiFiles = origins.pypi;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...services,
    endpoints: endpointsOf(services, origins),
    fetch: createFetch(services, origins),
    close,
  };
}
