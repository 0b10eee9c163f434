import type { HttpResponse } from '@heroku-release/release-kit';

const READ_LIMIT = 64 * 1024;
const SHOWN = 4096;

/** The first 64 KiB of a body; empty when it cannot be read. An error page must never hide the status that came with it. */
export async function readSome(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.stream()) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size >= READ_LIMIT) break;
    }
  } catch {
    // What did arrive is enough for a message.
  }
  return new TextDecoder().decode(Buffer.concat(chunks).subarray(0, READ_LIMIT));
}

/**
 * What an index says about an error, as one clean line of at most 4 KiB. PyPI's JSON answers keep the useful text in `code`, behind
 * the status; other indexes have a `message`, plain text, or a page of HTML.
 */
export function serverText(body: string): string {
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

/** Control characters could drive a terminal, and a line that starts with `::` a CI runner. */
function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll('::', ': :')
    .trim();
}
