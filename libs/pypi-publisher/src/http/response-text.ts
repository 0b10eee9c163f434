import type { HttpResponse } from '@heroku-release/release-kit';

const READ_LIMIT = 64 * 1024;
const SHOWN = 4096;

/**
 * Reads the first 64 KiB of a body and closes the connection if there is more; empty when the body cannot be read. A broken error page must
 * never hide the status that came with it.
 */
export async function readStart(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.stream()) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= READ_LIMIT) break;
    }
  } catch {
    // Whatever arrived is enough for a message.
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, READ_LIMIT));
}

/**
 * An index's description of an error as one clean line of at most 4 KiB. PyPI's JSON responses have the useful text in `code`, after the
 * status; other indexes send a `message`, plain text, or an HTML page.
 */
export function errorText(body: string): string {
  return clean(fromJson(body) ?? fromHtml(body)).slice(0, SHOWN);
}

function fromJson(body: string): string | undefined {
  let data: unknown;
  try {
    data = JSON.parse(body);
  } catch {
    return undefined;
  }
  if (data === null || typeof data !== 'object') return undefined;
  const { code, message } = data as { code?: unknown; message?: unknown };
  if (typeof code === 'string') {
    const text = code.replace(/^\d{3}\s*/, '');
    if (text !== '') return text;
  }
  return typeof message === 'string' ? message : undefined;
}

function fromHtml(body: string): string {
  if (!/<[a-z!]/i.test(body)) return body;
  return body.replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' ');
}

/** Control characters could control a terminal; a line that starts with `::` is a command to a CI runner. */
function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('::', ': :')
    .trim();
}
