/**
 * Ignores that the reader of a stream has closed it, as `head` does: neither the process nor a release in progress ends. Anything
 * written later is lost.
 */
export function ignoreBrokenPipe(stream: object, onBroken: () => void = () => undefined): void {
  if (!isEmitter(stream)) return;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    onBroken();
  });
}

/** Whether a writable stream is a real one, and not a plain sink. */
export function isEmitter(stream: object): stream is NodeJS.EventEmitter {
  return 'on' in stream;
}
