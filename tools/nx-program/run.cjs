'use strict';
const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const { resolve } = require('node:path');

/**
 * Spawns a Node program with an argument array. Nx's own `run-commands` builds a shell command line, which would execute `$(id)` in an
 * argument. Nx turns every failure into exit code 1, so this executor prints the real exit code.
 */
module.exports = async function run(options, context) {
  // Read from the configuration, because an argument such as --program=x overrides `options`.
  const target = context.projectsConfigurations.projects[context.projectName].targets[context.targetName];
  const { program, args = [] } = target.options;
  const given = options.__unparsed__ ?? [];
  const child = spawn(process.execPath, [resolve(context.root, program), ...args, ...given], {
    stdio: 'inherit',
    cwd: process.cwd(),
  });
  // On a terminal Ctrl-C reaches the whole process group, so forwarding SIGINT would deliver it twice.
  const forward = (signal) => () => {
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward(signal));
  const code = await new Promise((ok, fail) => {
    child.on('error', fail);
    child.on('close', (status, signal) => ok(status ?? 128 + (constants.signals[signal] ?? 0)));
  });
  if (code !== 0) console.error(`${context.projectName}:${context.targetName} exited with code ${code}`);
  return { success: code === 0 };
};
