import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder in one process, with JSON on its standard input, and parses the JSON that it prints. */
export function askPython(script: string, input: unknown): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const run = spawnSync('python3', [path], {
    input: JSON.stringify(input),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`python3 ${script}: ${run.error?.message ?? run.stderr}`);
  return JSON.parse(run.stdout);
}

/** Whether `python3` runs a line without an error. */
export function pythonCan(line: string): boolean {
  return spawnSync('python3', ['-c', line]).status === 0;
}
