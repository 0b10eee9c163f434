#!/usr/bin/env node
import { existsSync } from 'node:fs';
// Not by name: an older Node has no such export, and is to be told so below.
import module from 'node:module';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { CompiledScript } from './compiled-script.ts';
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
  const args = process.argv.slice(2);
  // Compiling the program anew takes longer than reading a history. Not in the temporary folder, where node would keep it by default, and
  // only in a home that is there: below /proc node tries for ever to make one.
  const folder = privateFolder(process.env);
  const keeps = existsSync(dirname(dirname(folder))) && process.env['NODE_DISABLE_COMPILE_CACHE'] !== '1';
  if (keeps) module.enableCompileCache(join(folder, 'node-compile-cache'));
  if (args[0] === 'changelog') {
    // Reading a history takes less time than loading all that a release needs.
    const file = join(import.meta.dirname, 'changelog-main.cjs');
    const script = new CompiledScript(file, keeps ? join(folder, 'compiled', nameOf(args)) : undefined);
    const { runChangelog } = script.run() as typeof import('./changelog-main.ts');
    process.exitCode = await runChangelog(args, process);
    if (process.exitCode === 0) script.keep();
  } else {
    const { main } = await import('./main.ts');
    process.exitCode = await main(args, process);
  }
}

/**
 * For each program, each Node, and each use: command lines with other options, or another number of words, call other functions.
 */
function nameOf(args: readonly string[]): string {
  const options = args.filter((word) => /^--?[a-z]+$/.test(word)).toSorted();
  const use = `${args[0] ?? ''}${options.join('')}-${args.length - options.length}`;
  return [VERSION, process.version, process.arch, use].join('_');
}
