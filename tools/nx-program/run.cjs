'use strict';
const { spawn } = require('node:child_process');
const { constants } = require('node:os');
const { resolve } = require('node:path');

/**
 * Nx's own `run-commands` builds a shell line, so `$(id)` in an argument is executed; this executor spawns the program
 * with an argument array. Nx turns every failure into exit code 1, therefore the real code is printed.
 */
module.exports = async function run(options, context) {
  // From the configuration, not from `options`: an argument such as --program=x would override it there.
  const target = context.projectsConfigurations.projects[context.projectName].targets[context.targetName];
  const { program, args = [] } = target.options;
  const given = options.__unparsed__ ?? [];
  const child = spawn(process.execPath, [resolve(context.root, program), ...args, ...given], {
    stdio: 'inherit',
    cwd: process.cwd(),
  });
  // On a terminal ctrl-C reaches the whole process group, the child included; passing it on would deliver it twice.
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
