#!/usr/bin/env node
import { existsSync } from 'node:fs';
// Not by name: an older Node has no such export, and is to be told so below.
import module from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { privateFolder } from './private-folder.ts';
import { VERSION } from './version.ts';

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

// Answered here so that the question costs no more than starting Node.
if (process.argv.length === 3 && ['--version', '-V'].includes(process.argv[2] ?? '')) {
  process.stdout.write(`${VERSION}\n`);
} else if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(`error: heroku-release needs Node 22.18 or later, and this is ${process.version}\n`);
  process.exitCode = 2;
} else {
  // Compiling the program anew takes longer than reading a history. Not in the temporary folder, where node would keep it by default, and
  // only in a home that is there: below /proc node tries for ever to make one.
  const folder = privateFolder(process.env);
  if (existsSync(dirname(dirname(folder)))) module.enableCompileCache(join(folder, 'node-compile-cache'));
  const args = process.argv.slice(2);
  if (args[0] === 'changelog') {
    // Reading a history takes less time than loading all that a release needs.
    const { runChangelog } = await import('./changelog-main.ts');
    process.exitCode = await runChangelog(args, process);
  } else {
    const { main } = await import('./main.ts');
    process.exitCode = await main(args, process);
  }
}
