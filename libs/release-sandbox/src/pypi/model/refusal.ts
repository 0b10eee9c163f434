const TITLES: Readonly<Record<number, readonly [title: string, explanation: string]>> = {
  400: [
    'Bad Request',
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  ],
  403: ['Forbidden', 'Access was denied to this resource.'],
  404: ['Not Found', 'The resource could not be found.'],
  405: ['Method Not Allowed', 'The method is not allowed for this resource.'],
  409: ['Conflict', 'There was a conflict when trying to complete your request.'],
  410: ['Gone', 'This resource is no longer available. No forwarding address is given.'],
  429: ['Too Many Requests', 'The action could not be performed because there were too many requests.'],
};

/** A request that the index refuses. The message becomes the reason phrase and, with the status, the `code` in the body. */
export class Refusal extends Error {
  readonly status: number;
  /** Whether the `message` in the body has the text. The real index refuses password logins in another place, without it. */
  readonly textInMessage: boolean;

  constructor(status: number, text: string, options: { textInMessage?: boolean | undefined } = {}) {
    super(text);
    this.status = status;
    this.textInMessage = options.textInMessage ?? true;
  }
}

interface AcceptRange {
  readonly type: string;
  readonly quality: number;
}

function acceptRanges(header: string): AcceptRange[] {
  return header.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const q = parameters.find((parameter) => parameter.startsWith('q='));
    return type === '' ? [] : [{ type, quality: q === undefined ? 1 : Number(q.slice(2)) }];
  });
}

/** The content type that an Accept header prefers; the first one of equals; `undefined` if it accepts none. */
export function preferredType<Offer extends string>(
  accept: string,
  offers: readonly Offer[],
): Offer | undefined {
  const ranges = acceptRanges(accept);
  let best: { offer: Offer; quality: number } | undefined;
  for (const offer of offers) {
    const matching = [offer, `${offer.split('/')[0] ?? ''}/*`, '*/*']
      .map((type) => ranges.find((range) => range.type === type))
      .find((range) => range !== undefined);
    const quality = matching?.quality ?? 0;
    if (quality > (best?.quality ?? 0)) best = { offer, quality };
  }
  return best?.offer;
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Replaces characters that a reason phrase cannot have, which is limited to ISO-8859-1, with `?`. */
const reasonPhrase = (text: string): string => text.replaceAll(/[^\t\x20-\x7e\xa0-\xff]/gu, '?');

/** Renders a refusal in the format that the caller accepts: JSON, HTML or plain text. */
export function renderRefusal(refusal: Refusal, accept: string): Response {
  const [title, explanation] = TITLES[refusal.status] ?? ['Error', 'The request failed.'];
  const detail = refusal.textInMessage ? refusal.message : '';
  const code = `${refusal.status} ${refusal.message}`;
  const respond = (type: string, body: string): Response =>
    new Response(body, {
      status: refusal.status,
      statusText: reasonPhrase(refusal.message),
      headers: { 'content-type': `${type}; charset=UTF-8` },
    });
  const offer = preferredType(accept, ['text/html', 'application/json']);
  if (offer === 'application/json') {
    return respond(offer, JSON.stringify({ message: `${explanation}\n\n\n${detail}\n\n`, code, title }));
  }
  if (offer === undefined) return respond('text/plain', `${code}\n\n${explanation}\n\n\n${detail}\n\n`);
  const html = `<html>\n <head>\n  <title>${escapeHtml(code)}</title>\n </head>\n <body>\n  <h1>${escapeHtml(code)}</h1>\n  ${explanation}<br/><br/>\n${escapeHtml(detail)}\n\n\n </body>\n</html>`;
  return respond('text/html', html);
}
