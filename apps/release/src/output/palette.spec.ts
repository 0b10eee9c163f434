import { plainPalette } from '@heroku-release/release-flow';
import { describe, expect, it } from 'vitest';
import { paletteFor } from './palette.ts';

describe('paletteFor', () => {
  it.each([
    { name: 'a terminal', stream: { isTTY: true }, env: {}, wanted: true, plain: false },
    { name: 'an empty NO_COLOR', stream: { isTTY: true }, env: { NO_COLOR: '' }, wanted: true, plain: false },
    { name: 'a pipe', stream: {}, env: { FORCE_COLOR: '1' }, wanted: true, plain: true },
    { name: '--no-color', stream: { isTTY: true }, env: {}, wanted: false, plain: true },
    { name: 'NO_COLOR', stream: { isTTY: true }, env: { NO_COLOR: '1' }, wanted: true, plain: true },
    { name: 'a dumb terminal', stream: { isTTY: true }, env: { TERM: 'dumb' }, wanted: true, plain: true },
  ])('$name: plain is $plain', ({ stream, env, wanted, plain }) => {
    const palette = paletteFor(stream, env, wanted);
    expect(palette === plainPalette).toBe(plain);
    expect(palette.good('yes') === 'yes').toBe(plain);
  });
});
