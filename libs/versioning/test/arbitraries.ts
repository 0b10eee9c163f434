import * as fc from 'fast-check';
import type { Version } from '../src/version.ts';

const small = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom('0', '1', '2', '10', '01') },
  { weight: 1, arbitrary: fc.constantFrom('9007199254740992', '9007199254740993', '20240131123456789012') },
  { weight: 1, arbitrary: fc.nat(3000).map(String) },
);
const optional = (arbitrary: fc.Arbitrary<string>, weight = 1) =>
  fc.oneof({ weight, arbitrary }, { weight: 2, arbitrary: fc.constant('') });
const joined = (...parts: fc.Arbitrary<string>[]) => fc.tuple(...parts).map((texts) => texts.join(''));
const separator = fc.constantFrom('', '', '.', '-', '_');
const word = (...words: string[]) => fc.constantFrom(...words, ...words.map((text) => text.toUpperCase()));

const spelled = joined(
  fc.constantFrom('', '', '', 'v', 'V'),
  fc.oneof(
    { weight: 1, arbitrary: small.map((epoch) => `${epoch}!`) },
    { weight: 7, arbitrary: fc.constant('') },
  ),
  // Mostly a few releases, so that the other parts decide most comparisons.
  fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom('1.0', '1', '1.0.0', '1.1') },
    { weight: 2, arbitrary: fc.array(small, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')) },
  ),
  optional(
    joined(
      separator,
      word('a', 'alpha', 'b', 'beta', 'c', 'rc', 'pre', 'preview'),
      separator,
      optional(small, 4),
    ),
  ),
  optional(
    fc.oneof(
      small.map((number) => `-${number}`),
      joined(separator, word('post', 'rev', 'r'), separator, optional(small, 4)),
    ),
  ),
  optional(joined(separator, word('dev'), separator, optional(small, 4))),
  optional(
    fc
      .array(fc.oneof(small, word('a', 'abc', 'ubuntu', '1a', 'a1')), { minLength: 1, maxLength: 3 })
      .chain((parts) => fc.constantFrom('.', '-', '_').map((by) => `+${parts.join(by)}`)),
  ),
);

const broken = fc
  .tuple(
    spelled,
    fc.nat(40),
    fc.constantFrom('.', '-', '_', '!', '+', 'a', 'x', 'v', '~', '1', 'post', 'é', '١', '*'),
  )
  .map(
    ([text, at, extra]) => text.slice(0, at % (text.length + 1)) + extra + text.slice(at % (text.length + 1)),
  );

/** Versions in all spellings, and some invalid texts. Without white space, which Python trims. */
export const versionTexts = fc.oneof({ weight: 5, arbitrary: spelled }, { weight: 1, arbitrary: broken });

const number = fc.oneof(fc.bigInt(0n, 12n), fc.bigInt(0n, 2n ** 70n));

/** Versions of every kind. */
export const versions: fc.Arbitrary<Version> = fc.record(
  {
    epoch: fc.oneof({ weight: 4, arbitrary: fc.constant(0n) }, { weight: 1, arbitrary: number }),
    release: fc.array(number, { minLength: 1, maxLength: 5 }),
    pre: fc.record({ label: fc.constantFrom('a', 'b', 'rc'), number }, { noNullPrototype: true }),
    post: number,
    dev: number,
    local: fc.array(fc.oneof(number, fc.constantFrom('a', 'abc', '1a', 'z9')), {
      minLength: 1,
      maxLength: 3,
    }),
  },
  { requiredKeys: ['epoch', 'release'], noNullPrototype: true },
);
