import { execa } from 'execa';
import { gitEnvironment } from '../git/environment.ts';

/** A request for git's CGI program. */
export interface CgiRequest {
  readonly gitDirectory: string;
  readonly method: string;
  /** Path below the repository, such as `/info/refs`. */
  readonly path: string;
  readonly query: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The user who pushes. Without a user, git refuses pushes. */
  readonly user?: string | undefined;
}

/** Runs `git http-backend` and converts its output to a response. */
export async function runHttpBackend(request: CgiRequest): Promise<Response> {
  const { headers, user } = request;
  const optional = Object.entries({
    CONTENT_TYPE: headers.get('content-type'),
    HTTP_CONTENT_ENCODING: headers.get('content-encoding'),
    GIT_PROTOCOL: headers.get('git-protocol'),
    REMOTE_USER: user ?? null,
  }).filter((entry): entry is [string, string] => entry[1] !== null);
  const result = await execa('git', ['http-backend'], {
    input: request.body,
    encoding: 'buffer',
    reject: false,
    maxBuffer: 2 ** 30,
    stripFinalNewline: false,
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: request.gitDirectory,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: request.path,
      REQUEST_METHOD: request.method,
      QUERY_STRING: request.query,
      CONTENT_LENGTH: String(request.body.byteLength),
      REMOTE_ADDR: '127.0.0.1',
      SERVER_PROTOCOL: 'HTTP/1.1',
      ...settings(user !== undefined),
      ...Object.fromEntries(optional),
    },
  });
  return parseCgi(Buffer.from(result.stdout));
}

/** Settings as at GitHub: partial clones, fetching any commit by its SHA, no anonymous pushes. Background maintenance is off. */
function settings(mayPush: boolean): Record<string, string> {
  const all = {
    'http.receivepack': String(mayPush),
    'safe.directory': '*',
    'uploadpack.allowAnySHA1InWant': 'true',
    'uploadpack.allowFilter': 'true',
    'receive.autogc': 'false',
    'gc.auto': '0',
  };
  const named = Object.entries(all).flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(named.length / 2), ...(Object.fromEntries(named) as object) };
}

function parseCgi(output: Buffer): Response {
  const end = output.indexOf('\r\n\r\n');
  if (end < 0) return new Response('git http-backend returned no response', { status: 500 });
  const headers = new Headers();
  let status = 200;
  for (const line of output.subarray(0, end).toString('latin1').split('\r\n')) {
    const colon = line.indexOf(':');
    const [name, value] = [line.slice(0, colon), line.slice(colon + 1).trim()];
    if (/^status$/i.test(name)) status = Number.parseInt(value, 10);
    else headers.set(name, value);
  }
  return new Response(new Uint8Array(output.subarray(end + 4)), { status, headers });
}
