import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Runs a script of this folder with JSON on its standard input, and reads the JSON it prints. One process. */
export function askPython(script: string, question: unknown): unknown {
  const path = fileURLToPath(new URL(script, import.meta.url));
  const run = spawnSync('python3', [path], {
    input: JSON.stringify(question),
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`python3 ${script}: ${run.error?.message ?? run.stderr}`);
  return JSON.parse(run.stdout);
}

/** Whether `python3` runs this line without an error. */
export function pythonCan(line: string): boolean {
  return spawnSync('python3', ['-c', line]).status === 0;
}
