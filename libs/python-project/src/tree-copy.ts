import type { CommandRunner } from '@heroku-release/release-kit';
import { PythonError } from './errors.ts';
import { outputEnd } from './output-end.ts';
import { PYTHON_ENVIRONMENT } from './python-environment.ts';

/**
 * Copies everything in one process; the names come through standard input, each ended by NUL. Modes are reduced to those that git stores and
 * all times are the same, so that a build does not depend on the umask or the time of the checkout. A link out of the tree is replaced by
 * its target.
 */
const SCRIPT = `
import os, shutil, sys
source, target, timestamp = os.path.realpath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
os.makedirs(target, exist_ok=True)
def normalize(path):
    if not os.path.islink(path):
        executable = os.path.isdir(path) or os.stat(path).st_mode & 0o100
        os.chmod(path, 0o755 if executable else 0o644)
        os.utime(path, (timestamp, timestamp))
def inside(path):
    return path == source or path.startswith(source + os.sep)
for raw in sys.stdin.buffer.read().split(b"\\0"):
    if not raw:
        continue
    name = os.fsdecode(raw)
    here, there = os.path.join(source, name), os.path.join(target, name)
    if not os.path.lexists(here):
        continue
    os.makedirs(os.path.dirname(there), exist_ok=True)
    real = os.path.realpath(here)
    if os.path.islink(here) and (inside(real) or not os.path.exists(real)) and not os.path.isabs(os.readlink(here)):
        os.symlink(os.readlink(here), there)
    elif os.path.isdir(here):
        shutil.copytree(here, there, symlinks=True, dirs_exist_ok=True)
    else:
        shutil.copy2(here, there)
for folder, names, files in os.walk(target, topdown=False):
    for name in names + files:
        normalize(os.path.join(folder, name))
normalize(target)
`;

/** A tree to copy. */
export interface CopyTreeRequest {
  /** Any Python 3.8 or later. */
  readonly python: string;
  readonly source: string;
  readonly target: string;
  /** Relative to `source`. Names that do not exist are skipped. */
  readonly names: readonly string[];
  /** Time of every copy in seconds since the epoch; default 1980-01-01, the earliest that a ZIP archive can store. */
  readonly timestamp?: number | undefined;
}

const ZIP_EPOCH = 315_532_800;

/** Copies files of a tree. Errors: `PYTHON_SOURCE_UNREADABLE`, and `COMMAND_NOT_FOUND` if Python is missing. */
export async function copyTree(request: CopyTreeRequest, commands: CommandRunner): Promise<void> {
  const { python, source, target, names, timestamp } = request;
  const result = await commands.run({
    command: python,
    args: ['-I', '-B', '-c', SCRIPT, source, target, String(Math.max(timestamp ?? ZIP_EPOCH, ZIP_EPOCH))],
    input: names.map((name) => `${name}\0`).join(''),
    env: PYTHON_ENVIRONMENT,
    name: 'python copy-tree',
  });
  if (result.exitCode === 0) return;
  throw new PythonError('PYTHON_SOURCE_UNREADABLE', `${source} cannot be copied: ${outputEnd(result)}`, {
    hint: 'Check that every file of the project is readable.',
  });
}
