import type { LoggedRequest } from '@heroku-release/release-sandbox';
import { describe, expect, it } from 'vitest';
import { effectsOf } from './effects.ts';

function logged(operation: string, more: Partial<LoggedRequest> = {}): LoggedRequest {
  const service = operation.split('.')[0] ?? '';
  return { service, operation, method: 'POST', path: '/', status: 200, ...more };
}

describe('effectsOf', () => {
  it('lists changes in order, without reads, and marks refused ones', () => {
    const log = [
      logged('github.graphql'),
      logged('github.git.push'),
      logged('github.pulls.list', { method: 'GET' }),
      logged('github.pulls.create', { status: 201 }),
      logged('tps.lock', { method: 'PUT', status: 409 }),
      logged('pypi.upload', { status: 'reset' }),
    ];
    expect(effectsOf(log)).toEqual([
      'github: branch pushed',
      'github: draft pull request opened',
      'tps: release lock requested (status 409)',
      'pypi: file uploaded to the index',
    ]);
  });
});
