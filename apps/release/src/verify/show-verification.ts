import {
  hostOf,
  interruption,
  LineReporter,
  verifyRelease,
  type VerifyRequest,
} from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';
import { openCommandWorld } from '../host/open-command-world.ts';
import { paletteFor } from '../output/palette.ts';
import { renderError } from '../output/render-error.ts';
import { renderVerification } from './render-verification.ts';

/** Verifies a release and prints the table, or with `json` the document. Progress goes to standard error. Returns the exit code. */
export async function showVerification(
  request: VerifyRequest,
  options: { readonly json?: boolean; readonly color: boolean },
  host: CommandHost,
): Promise<number> {
  const world = openCommandWorld(host);
  const { redactor } = world;
  const line = (text: string) => {
    host.stderr.write(`${text}\n`);
  };
  const reporter = new LineReporter({
    line,
    redactor,
    palette: paletteFor(host.stderr, host.env, options.color),
  });
  const { onInterrupt, kill } = hostOf(host);
  const signal = interruption(onInterrupt, world.clock, kill);
  try {
    const document = redactor.value(await verifyRelease(request, world, { reporter, signal }));
    const text =
      options.json === true
        ? `${JSON.stringify(document, null, 2)}\n`
        : renderVerification(document, paletteFor(host.stdout, host.env, options.color));
    host.stdout.write(text);
    return document.exitCode;
  } catch (error) {
    return renderError(error, host, world, options.json === true);
  }
}
