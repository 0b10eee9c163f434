import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

/** Memory as a file system, on Linux. Most tests create git repositories, and on a disk half of their time goes to small files. */
const IN_MEMORY = '/dev/shm';
/** A container often has 64 MB there by default, which is too little. */
const NEEDED_BYTES = 2 * 1024 ** 3;

/** Gives all tests of a run one temporary folder, and removes it afterwards with everything in it. */
export default function temporaryFolder(): () => void {
  const before = process.env['TMPDIR'];
  const folder = mkdtempSync(
    join(before === undefined ? fastestFolder() : tmpdir(), 'heroku-release-tests-'),
  );
  process.env['TMPDIR'] = folder;
  return () => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(folder, { recursive: true, force: true });
  };
}

function fastestFolder(): string {
  const probe = join(IN_MEMORY, `heroku-release-probe-${process.pid}`);
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < NEEDED_BYTES) return tmpdir();
    // Some containers mount it without the right to execute, which hooks and Python environments need.
    writeFileSync(probe, '#!/bin/sh\n', { mode: 0o755 });
    return spawnSync(probe).status === 0 ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir();
  } finally {
    rmSync(probe, { force: true });
  }
}
