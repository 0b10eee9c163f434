import { describe, expect, it } from 'vitest';
import { parseTagMessage, renderTagMessage } from './tag-message.ts';

const origin = { runId: 123, artifactId: 456, artifactSha256: 'a'.repeat(64) };
const text = renderTagMessage('v1.3.0', origin);

describe('the message of a version tag', () => {
  it('depends only on the release, and can be parsed', () => {
    expect(text).toBe(`Release v1.3.0\n\nPackage-Run: 123\nPackage-Artifact: 456 sha256:${'a'.repeat(64)}\n`);
    expect(parseTagMessage(text)).toEqual(origin);
  });

  it.each([
    ['without the last line end, as in responses of GitHub', text.trimEnd()],
    [
      'with a signature after it',
      `${text}-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`,
    ],
    ['the largest ids', renderTagMessage('v1', { ...origin, runId: Number.MAX_SAFE_INTEGER })],
  ])('can be parsed: %s', (_, message) => {
    expect(parseTagMessage(message)?.artifactSha256).toBe(origin.artifactSha256);
  });

  it.each([
    ['an empty message', ''],
    ['created by hand', 'Release v1.3.0'],
    ['no run', text.replace('Package-Run', 'Run')],
    ['no artifact', text.replace('Package-Artifact', 'Artifact')],
    ['another hash', text.replace('sha256', 'sha512')],
    ['a short hash', text.replace('a\n', '\n')],
    ['a hash in capitals', text.replace(/a{64}/, 'A'.repeat(64))],
    ['an id that is not a number', text.replace('123', '12x')],
    ['an id larger than the largest safe integer', text.replace('123', '9'.repeat(19))],
    ['the run 0', text.replace('123', '0')],
    ['two runs', `${text}Package-Run: 124\n`],
    ['two artifacts', `${text}Package-Artifact: 457 sha256:${'b'.repeat(64)}\n`],
  ])('is ignored: %s', (_, message) => {
    expect(parseTagMessage(message)).toBeUndefined();
  });
});
