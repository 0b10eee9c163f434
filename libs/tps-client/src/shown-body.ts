import { Buffer } from 'node:buffer';
import type { HttpResponse, Redactor } from '@heroku-release/release-kit';

const READ_LIMIT = 64 * 1024;
const SHOWN_LIMIT = 2048;
/** With the longest lengths that addresses can have, so that a hostile body costs no time. */
const EMAIL = /[^\s"'<>:,;()[\]{}@]{1,64}(?:@|%40)[^\s"'<>:,;()[\]{}@]{1,255}/g;
// eslint-disable-next-line no-control-regex -- a far side must not steer the reader's terminal
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

/**
 * The body of an answer as a person may see it: one line, at most 2 KB, without secrets and e-mail addresses. The body decides
 * nothing, so one that cannot be read is shown as empty.
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
    // A body that broke off is shown as far as nothing could be cut in half: not at all.
    return '';
  }
  const text = Buffer.concat(chunks).toString('utf8');
  // A secret cut at the end of what was read would not be recognised, so the cut end is dropped generously.
  return size > READ_LIMIT ? text.slice(0, text.length / 2) : text;
}
