import { createHash } from 'node:crypto';
import { sdist, wheel } from './archives.ts';

/** One upload of a form; `fields` replaces, `undefined` leaves out, a list repeats. */
export interface UploadRequest {
  readonly url: string;
  readonly token?: string | undefined;
  readonly filename: string;
  readonly bytes: Buffer;
  readonly fields?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Headers of the file's part; default: octet stream. */
  readonly fileType?: string;
}

const text = (name: string, value: string): string =>
  `Content-Disposition: form-data; name="${name}"\r\n\r\n${value}`;

/** The fields that a proper upload of a file named so has. */
export function fieldsOf(
  filename: string,
  bytes: Buffer,
): Record<string, string | readonly string[] | undefined> {
  const isWheel = filename.endsWith('.whl');
  const [name = '', version = ''] = filename.replace(/\.(?:whl|tar\.gz)$/, '').split('-');
  return {
    ':action': 'file_upload',
    protocol_version: '1',
    metadata_version: '2.4',
    name,
    version,
    filetype: isWheel ? 'bdist_wheel' : 'sdist',
    pyversion: isWheel ? 'py3' : 'source',
    sha256_digest: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** A form's body, written by hand: the platform's own would change line breaks. */
export function formBody(parts: readonly (string | Buffer)[], boundary = 'frontier'): Buffer {
  const pieces = parts.flatMap((part) => [
    Buffer.from(`--${boundary}\r\n`),
    Buffer.from(part),
    Buffer.from('\r\n'),
  ]);
  return Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]);
}

/** Sends an upload as a careful client does. */
export async function upload(request: UploadRequest): Promise<Response> {
  const fields = { ...fieldsOf(request.filename, request.bytes), ...request.fields };
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((one) => text(name, one)),
  );
  const type = request.fileType ?? 'application/octet-stream';
  const head = `Content-Disposition: form-data; name="content"; filename="${request.filename}"\r\nContent-Type: ${type}\r\n\r\n`;
  const body = formBody([...parts, Buffer.concat([Buffer.from(head), request.bytes])]);
  return await fetch(request.url, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      'content-type': 'multipart/form-data; boundary=frontier',
      accept: 'application/json',
      ...(request.token === undefined ? {} : { authorization: basic(request.token) }),
      ...request.headers,
    },
    body: Uint8Array.from(body),
  });
}

/** Basic authorisation of a token. */
export const basic = (token: string, user = '__token__'): string =>
  `Basic ${Buffer.from(`${user}:${token}`).toString('base64')}`;

/** Status and useful text of a refusal in JSON. */
export async function refusalOf(response: Response): Promise<{ status: number; text: string }> {
  const body = (await response.json()) as { code: string; message: string; title: string };
  return { status: response.status, text: body.code.replace(/^\d{3} /, '') };
}

/** A wheel and an sdist of `demo`. */
export const demoWheel = (version = '1.2.0'): { filename: string; bytes: Buffer } => ({
  filename: `demo-${version}-py3-none-any.whl`,
  bytes: wheel('demo', version),
});
export const demoSdist = (version = '1.2.0'): { filename: string; bytes: Buffer } => ({
  filename: `demo-${version}.tar.gz`,
  bytes: sdist('demo', version),
});
