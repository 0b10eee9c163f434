import { describe, expect, it } from 'vitest';
import { Redactor } from './index.ts';
import { growthOf, LINEAR_GROWTH } from './testing/index.ts';

const secret = 's3cret/with+signs=';

describe('Redactor', () => {
  it.each([
    ['raw', secret],
    ['URL-encoded', encodeURIComponent(secret)],
    ['base64', Buffer.from(secret).toString('base64')],
    ['upload password', Buffer.from(`__token__:${secret}`).toString('base64')],
  ])('hides a registered secret: %s', (_form, shown) => {
    const redactor = new Redactor();
    redactor.add(secret);
    expect(redactor.text(`before ${shown} after`)).toBe('before [redacted] after');
  });

  it.each([
    ['index token', 'pypi-AgEIcHlwaS5vcmcCJDAwMDAwMDAw'],
    ['JWT', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.c2lnbmF0dXJl'],
    ['job token', 'ghs_0123456789abcdefABCDEF'],
  ])('hides an unregistered %s by its pattern', (_form, shown) => {
    expect(new Redactor().text(`x ${shown} y`)).toBe('x [redacted] y');
  });

  it.each([
    ['authorization: Bearer abc.def', 'authorization: Bearer [redacted]'],
    ['https://store.test/blob?sig=abc%3D&x=1', 'https://store.test/blob?sig=[redacted]&x=1'],
    ['https://name:word@host.test/p', 'https://[redacted]@host.test/p'],
  ])('hides the secret part of %s', (text, shown) => {
    expect(new Redactor().text(text)).toBe(shown);
  });

  it('redacts the strings of a value and leaves everything else as it is', () => {
    const redactor = new Redactor();
    redactor.add('hunter22');
    const value = { a: ['hunter22', 1, null], b: { c: 'ok' } };
    expect(redactor.value(value)).toEqual({ a: ['[redacted]', 1, null], b: { c: 'ok' } });
    expect(value.a[0]).toBe('hunter22');
  });

  it('ignores a very short secret', () => {
    const redactor = new Redactor();
    redactor.add('a');
    expect(redactor.text('banana')).toBe('banana');
  });
});

describe('text that somebody made to hang the redactor', () => {
  it.each([' ', '\n', 'eyJ', 'authorization: ', 'a://', '://', '?x-amz-', 'gh', 'a:', '@'])(
    'takes time in proportion to its length: %j',
    (unit) => {
      const redactor = new Redactor();
      const run = (text: string) => redactor.text(text);
      expect(growthOf(run, (length) => unit.repeat(length / unit.length))).toBeLessThan(LINEAR_GROWTH);
    },
  );
});
