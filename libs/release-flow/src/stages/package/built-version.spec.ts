import type { PyprojectVersion } from '@heroku-release/versioning';
import { readPyprojectVersion } from '@heroku-release/versioning';
import { describe, expect, it } from 'vitest';
import { versionVariable } from './built-version.ts';

const dynamic = (backend: string, more: string): PyprojectVersion =>
  readPyprojectVersion(
    `[project]\nname = "a.b"\ndynamic = ["version"]\n[build-system]\nbuild-backend = "${backend}"\n${more}`,
  );
const SCM = dynamic('setuptools.build_meta', '[tool.setuptools_scm]\n');

describe('versionVariable', () => {
  it.each([
    ['setuptools-scm', SCM, 'SETUPTOOLS_SCM_PRETEND_VERSION_FOR_A_B'],
    [
      'hatch-vcs',
      dynamic('hatchling.build', '[tool.hatch.version]\nsource = "vcs"\n'),
      'SETUPTOOLS_SCM_PRETEND_VERSION',
    ],
    ['PDM', dynamic('pdm.backend', '[tool.pdm.version]\nsource = "scm"\n'), 'PDM_BUILD_SCM_VERSION'],
  ])('%s takes the version from a variable', (_, project, variable) => {
    expect(versionVariable(project, '1.3.0')).toEqual({ [variable]: '1.3.0' });
  });

  it('is not set for an ordinary push, whose version comes from its tags', () => {
    expect(versionVariable(SCM, undefined)).toEqual({});
  });

  it.each([
    ['static', readPyprojectVersion('[project]\nversion = "1.3.0"\n')],
    ['a file', dynamic('flit_core.buildapi', '')],
    ['none', readPyprojectVersion('')],
  ])('is not set where the tree states the version: %s', (_, project) => {
    expect(versionVariable(project, '1.3.0')).toEqual({});
  });
});
