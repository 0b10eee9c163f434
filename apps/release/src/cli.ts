#!/usr/bin/env node
import process from 'node:process';
import { VERSION } from './version.ts';

// Answered here so that the question costs no more than starting Node.
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2] ?? '')) {
  process.stdout.write(`${VERSION}\n`);
} else if (process.argv[2] === 'changelog') {
  // Reading a history takes less time than loading all that a release needs.
  const { runChangelog } = await import('./changelog-main.ts');
  process.exitCode = await runChangelog(process.argv.slice(2), process);
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2), process);
}
