import { machineClock } from './service/clock.ts';
import type { SandboxClock } from './service/clock.ts';
import { Faults } from './service/faults.ts';
import { serveOnLoopback } from './service/loopback-server.ts';
import type { Host } from './service/loopback-server.ts';
import type { Service, World } from './service/service.ts';
import { GitHubSide } from './github/github-sandbox.ts';
import type { GitHubSeed } from './github/github-sandbox.ts';
import { IdentitySide } from './identity/identity-sandbox.ts';
import type { IdentitySeed } from './identity/identity-sandbox.ts';
import { PypiSide } from './pypi/pypi-sandbox.ts';
import type { PypiSeed } from './pypi/pypi-sandbox.ts';
import { TpsSide } from './tps/tps-sandbox.ts';
import type { TpsSeed } from './tps/tps-sandbox.ts';

/** A sandbox from plain data. Everything may be left out and added later through the sides. */
export interface SandboxOptions {
  /** Default: the machine's clock. A test passes the clock of the program under test. */
  readonly clock?: SandboxClock;
  /** Default: no repositories. */
  readonly github?: GitHubSeed;
  /** Default: an empty index. */
  readonly pypi?: PypiSeed;
  /** Default: no components and no tokens. */
  readonly tps?: TpsSeed;
  /** Default: an issuer named after its own origin. */
  readonly identity?: IdentitySeed;
}

/** Where the sides answer, by the environment variables that programs read such addresses from. */
export interface SandboxEndpoints {
  /** Base of the REST API. */
  readonly GITHUB_API_URL: string;
  /** Takes GraphQL requests. */
  readonly GITHUB_GRAPHQL_URL: string;
  /** Base of the site and of the git remotes. */
  readonly GITHUB_SERVER_URL: string;
  /** Origin of TPS. */
  readonly TPS_BASE_URL: string;
  /** Takes uploads; ends in a slash. */
  readonly PYPI_UPLOAD_URL: string;
  /** The simple index; ends in a slash. */
  readonly PYPI_INDEX_URL: string;
  /** Origin that mints upload tokens. */
  readonly PYPI_OIDC_URL: string;
}

/** A request as the platform's `fetch` takes it. */
export type SandboxFetch = (input: Request | URL | string, init?: RequestInit) => Promise<Response>;

/** The far sides of a release in one world. */
export interface Sandbox {
  /** Clock, faults to come and the log of requests. */
  readonly world: World;
  /** Repositories, pull requests, releases, runs. */
  readonly github: GitHubSide;
  /** The package index. */
  readonly pypi: PypiSide;
  /** Release lock and change record. */
  readonly tps: TpsSide;
  /** Identity tokens of jobs. */
  readonly identity: IdentitySide;
  /** The addresses of all sides. */
  readonly endpoints: SandboxEndpoints;
  /**
   * Answers a request in process, by its origin. Rejects with `ConnectionReset` where a fault breaks the connection, and with a `TypeError`
   * where no side has that origin.
   */
  readonly fetch: SandboxFetch;
}

/** A sandbox that listens on loopback. */
export interface RunningSandbox extends Sandbox {
  /** Ends all connections and servers. A second call does nothing. */
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

/** The origins of a sandbox in process. The index has three hosts, as the real one. */
const IN_PROCESS: Origins = {
  github: 'https://github.sandbox',
  tps: 'https://tps.sandbox',
  identity: 'https://identity.sandbox',
  pypi: 'https://pypi.sandbox',
  pypiUpload: 'https://upload.pypi.sandbox',
  pypiFiles: 'https://files.pypi.sandbox',
};

type Sides = Pick<Sandbox, 'world' | 'github' | 'pypi' | 'tps' | 'identity'>;

function makeSides(options: SandboxOptions, origins: Origins): Sides {
  const world: World = { clock: options.clock ?? machineClock, faults: new Faults(), log: [] };
  const identity = new IdentitySide(world, () => origins.identity, options.identity);
  const surroundings = { issuers: [identity], filesOrigin: () => origins.pypiFiles };
  const pypi = new PypiSide(world, () => origins.pypi, surroundings, options.pypi);
  const tps = new TpsSide(world, () => origins.tps, options.tps);
  const github = new GitHubSide(world, () => origins.github, options.github);
  return { world, github, pypi, tps, identity };
}

function endpointsOf({ github }: Sides, origins: Origins): SandboxEndpoints {
  return {
    ...github.endpoints,
    TPS_BASE_URL: origins.tps,
    PYPI_UPLOAD_URL: `${origins.pypiUpload}/legacy/`,
    PYPI_INDEX_URL: `${origins.pypi}/simple/`,
    PYPI_OIDC_URL: origins.pypi,
  };
}

function dispatcher(sides: Sides, origins: Origins): SandboxFetch {
  const services = new Map<string, Service>([
    [origins.github, sides.github.service],
    [origins.tps, sides.tps.service],
    [origins.identity, sides.identity.service],
    [origins.pypi, sides.pypi.service],
    [origins.pypiUpload, sides.pypi.service],
    [origins.pypiFiles, sides.pypi.service],
  ]);
  return async (input, init) => {
    const request = new Request(input, init);
    const { origin } = new URL(request.url);
    const service = services.get(origin);
    if (service === undefined) throw new TypeError(`no side of the sandbox answers at ${origin}`);
    return await service.fetch(request);
  };
}

/** Makes a sandbox in process: nothing listens, {@link Sandbox.fetch} answers. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  const sides = makeSides(options, IN_PROCESS);
  return { ...sides, endpoints: endpointsOf(sides, IN_PROCESS), fetch: dispatcher(sides, IN_PROCESS) };
}

/** Makes the same sandbox over HTTP on loopback, one port per side. The caller closes it. */
export async function startSandbox(options: SandboxOptions = {}): Promise<RunningSandbox> {
  const origins: Origins = { ...IN_PROCESS };
  const sides = makeSides(options, origins);
  const hosts: Host[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(hosts.map((host) => host.close()));
  };
  const listen = async ({ service }: { service: Service }): Promise<string> => {
    const host = await serveOnLoopback(service);
    hosts.push(host);
    return host.origin;
  };
  try {
    origins.github = await listen(sides.github);
    origins.tps = await listen(sides.tps);
    origins.identity = await listen(sides.identity);
    origins.pypi = await listen(sides.pypi);
    origins.pypiUpload = origins.pypi;
    origins.pypiFiles = origins.pypi;
  } catch (error) {
    await close();
    throw error;
  }
  return {
    ...sides,
    endpoints: endpointsOf(sides, origins),
    fetch: dispatcher(sides, origins),
    close,
  };
}
