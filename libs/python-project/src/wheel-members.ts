import type { CommandRunner } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';

const SCRIPT = 'import json, sys, zipfile; print(json.dumps(zipfile.ZipFile(sys.argv[1]).namelist()))';

/** Reads the names of the files in a wheel. Errors: `PYTHON_WHEEL_UNREADABLE`. */
export async function readWheelMembers(
  wheel: string,
  python: string,
  commands: CommandRunner,
): Promise<string[]> {
  const result = await commands.run({
    command: python,
    args: ['-I', '-B', '-c', SCRIPT, wheel],
    env: PYTHON_ENVIRONMENT,
    name: 'python wheel-members',
  });
  const names: unknown = result.exitCode === 0 ? JSON.parse(result.stdout) : undefined;
  if (!Array.isArray(names)) {
    throw new PythonError('PYTHON_WHEEL_UNREADABLE', `${wheel} cannot be read: ${outputEnd(result)}`, {
      hint: 'Build the wheel again.',
    });
  }
  return names.filter((name) => typeof name === 'string');
}
