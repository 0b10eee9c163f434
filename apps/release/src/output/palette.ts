import { styleText } from 'node:util';
import { type Palette, plainPalette } from '@heroku-release/release-flow';
import type { CommandHost } from '../host/command-host.ts';

/** Colours for a terminal that shows them: not for a pipe, not with NO_COLOR or --no-color. */
export function paletteFor(
  stream: { readonly isTTY?: boolean },
  env: CommandHost['env'],
  wanted: boolean,
): Palette {
  if (!wanted || stream.isTTY !== true || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') {
    return plainPalette;
  }
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    styleText(format, text, { validateStream: false });
  return {
    good: paint('green'),
    bad: paint('red'),
    warn: paint('yellow'),
    dim: paint('dim'),
    strong: paint('bold'),
  };
}
