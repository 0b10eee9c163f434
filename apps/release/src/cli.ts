#!/usr/bin/env node
import process from 'node:process';
import { VERSION } from './version.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const args = process.argv.slice(2);

if (args.length === 1 && ['--version', '-V'].includes(args[0] ?? '')) {
  // Answered here, because loading the program takes longer than starting Node.
  process.stdout.write(`${VERSION}\n`);
} else if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: heroku-release needs Node 22.18 or later; this is ${process.version}\n`);
  process.exitCode = 2;
} else {
  const { start } = await import('./start.ts');
  process.exitCode = await start(args, process);
}
