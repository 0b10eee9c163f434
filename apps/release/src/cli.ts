#!/usr/bin/env node
import process from 'node:process';
import { VERSION } from './version.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Answered here so that the question costs no more than starting Node.
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2] ?? '')) {
  process.stdout.write(`${VERSION}\n`);
} else if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: heroku-release needs Node 22.18 or later, and this is ${process.version}\n`);
  process.exitCode = 2;
} else if (process.argv[2] === 'changelog') {
  // Reading a history takes less time than loading all that a release needs.
  const { runChangelog } = await import('./changelog-main.ts');
  process.exitCode = await runChangelog(process.argv.slice(2), process);
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2), process);
}
