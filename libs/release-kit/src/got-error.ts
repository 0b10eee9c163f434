import { RequestError, TimeoutError } from 'got';
import { KitError } from './kit-error.ts';
import type { HttpRequest } from './transport.ts';

const NOTHING_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

/** The error for anything thrown while a request is sent or its response is read; unknown errors are returned as they are. */
export function transportError(error: unknown, request: HttpRequest): unknown {
  if (!(error instanceof RequestError) && !isPrematureClose(error)) return error;
  const { origin, pathname } = new URL(request.url);
  const what = `${request.method} ${origin}${pathname}`;
  const reads = request.writes === false || request.method === 'GET' || request.method === 'HEAD';
  const effect = reads ? 'none' : 'unknown';
  if (error instanceof TimeoutError) {
    return new KitError('HTTP_TIMEOUT', `${what}: no response within ${request.timeoutMs ?? 60_000} ms`, {
      effect,
      hint: 'Run the command again; it checks the current state first and continues where it stopped.',
    });
  }
  const { code } = error;
  if (NOTHING_SENT.has(code)) {
    return new KitError('HTTP_UNREACHABLE', `${what}: cannot connect (${code})`, {
      hint: `Check the network and the endpoint ${origin}.`,
    });
  }
  return new KitError('HTTP_BROKEN', `${what}: the connection broke (${code})`, {
    effect,
    hint: 'Run the command again; it checks the current state first and continues where it stopped.',
  });
}

/** Thrown by Node when a response is read after its connection was closed on this side. */
function isPrematureClose(error: unknown): error is NodeJS.ErrnoException & { readonly code: string } {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}
