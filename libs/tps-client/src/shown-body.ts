import { Buffer } from 'node:buffer';
import type { HttpResponse, Redactor } from '@heroku-release/release-kit';

const READ_LIMIT = 64 * 1024;
const SHOWN_LIMIT = 2048;
/** Limited to the maximum lengths of an address, so that a hostile body cannot slow the search down. */
const EMAIL = /[^\s"'<>:,;()[\]{}@]{1,64}(?:@|%40)[^\s"'<>:,;()[\]{}@]{1,255}/g;
// eslint-disable-next-line no-control-regex -- a response must not control the reader's terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/**
 * Reads the body of a response to show it to a person: one line, at most 2 KB, without secrets and e-mail addresses. Nothing depends
 * on the body, so one that cannot be read becomes empty.
 */
export async function shownBody(response: HttpResponse, redactor: Redactor): Promise<string> {
  return showText(await readSome(response), redactor);
}

function showText(text: string, redactor: Redactor): string {
  const clean = redactor.text(text).replace(EMAIL, '[redacted]').replace(CONTROL, ' ').trim();
  const bytes = Buffer.from(clean);
  if (bytes.byteLength <= SHOWN_LIMIT) return clean;
  const room = SHOWN_LIMIT - Buffer.byteLength('…');
  return `${new TextDecoder().decode(bytes.subarray(0, room)).replace(/\uFFFD+$/, '')}…`;
}

async function readSome(response: HttpResponse): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.stream()) {
      chunks.push(chunk);
      size += chunk.byteLength;
      if (size > READ_LIMIT) break;
    }
  } catch {
    // The end of an incomplete body may be half a secret, so none of it is shown.
    return '';
  }
  const text = Buffer.concat(chunks).toString('utf8');
  // Half a secret at the end would not be recognised, so the second half of a cut body is dropped.
  return size > READ_LIMIT ? text.slice(0, text.length / 2) : text;
}
