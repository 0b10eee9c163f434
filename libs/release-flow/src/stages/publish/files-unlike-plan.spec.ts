import { describe, expect, it } from 'vitest';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { filesUnlikePlan } from './files-unlike-plan.ts';
import type { LocalFile } from './local-file.ts';

const local = (name: string, changes: Partial<LocalFile> = {}): LocalFile => ({
  name,
  path: `/tmp/${name}`,
  size: 10,
  sha256: 'a'.repeat(64),
  ...changes,
});
const artifacts = ['demo.whl', 'demo.tar.gz'].map((name) => ({
  name,
  kind: 'wheel',
  size: 10,
  sha256: 'a'.repeat(64),
}));
const plan = { artifacts } as unknown as ReleasePlan;

describe('filesUnlikePlan', () => {
  it.each<[string, readonly LocalFile[], string[]]>([
    ['equal, in any order', [local('demo.tar.gz'), local('demo.whl')], []],
    ['one missing', [local('demo.whl')], ['demo.tar.gz']],
    ['one too many', [local('demo.whl'), local('demo.tar.gz'), local('evil.whl')], ['evil.whl']],
    ['another hash', [local('demo.whl', { sha256: 'b'.repeat(64) }), local('demo.tar.gz')], ['demo.whl']],
    ['another size', [local('demo.whl', { size: 11 }), local('demo.tar.gz')], ['demo.whl']],
    ['another name', [local('Demo.whl'), local('demo.tar.gz')], ['demo.whl', 'Demo.whl']],
    ['nothing', [], ['demo.whl', 'demo.tar.gz']],
  ])('%s', (_, files, names) => {
    expect(filesUnlikePlan(plan, files).map((problem) => problem.split(' ')[0])).toEqual(names);
  });
});
