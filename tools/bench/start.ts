// usage: node tools/bench/start.ts [--rounds 21] [--program <path>] [--json]
// Measures how long commands take to start, against `node -e 0` in the same rounds. Build first (nx run release:build).
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.ts';
import { compare, type Contender, pairs, type Result } from './measure.ts';
import { renderTable, type Table } from './render-table.ts';

const PROGRAM = resolve(import.meta.dirname, '../../apps/release/dist/cli.js');
const BASE = 'node -e 0';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '21' },
    program: { type: 'string', default: PROGRAM },
    json: { type: 'boolean', default: false },
  },
});
if (!existsSync(options.program))
  throw new Error(`${options.program} is missing: run nx run release:build first`);
const rounds = Number(options.rounds);
const folder = mkdtempSync(join(tmpdir(), 'start-bench-'));

try {
  const checkout = createCheckout();
  const results = await compare(
    [
      { name: BASE, command: process.execPath, args: ['-e', '0'], cwd: folder },
      command('--version'),
      command('--help'),
      command('version', '--repo', checkout),
    ],
    { rounds, limitMs: 60_000 },
  );
  const table: Table = {
    title: 'start of a command',
    base: BASE,
    results,
    goals: [
      ratioGoal(results, '--version', 1.3),
      differenceGoal(results, '--help', 120),
      differenceGoal(results, 'version', 120),
    ],
  };
  const machine = describeMachine(rounds);
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ format: 1, machine, tables: [table] }, null, 2)}\n`
      : `${machine}\n\n${renderTable(table)}\n`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Creates a library with a version and without settings. */
function createCheckout(): string {
  const checkout = join(folder, 'demo');
  execFileSync('git', ['init', '--quiet', checkout]);
  writeFileSync(join(checkout, 'pyproject.toml'), '[project]\nname = "demo"\nversion = "1.2.0"\n');
  return checkout;
}

function command(name: string, ...args: readonly string[]): Contender {
  return { name, command: process.execPath, args: [options.program, name, ...args], cwd: folder };
}

function ratioGoal(results: readonly Result[], name: string, most: number): Table['goals'][number] {
  const ratio = pairs(results, name, BASE, (a, b) => a / b);
  return { what: `${name} within ${most} times ${BASE} (${ratio.toFixed(2)})`, met: ratio <= most };
}

function differenceGoal(results: readonly Result[], name: string, mostMs: number): Table['goals'][number] {
  const ms = Math.round(pairs(results, name, BASE, (a, b) => a - b));
  return { what: `${name} within ${mostMs} ms more than ${BASE} (${ms} ms)`, met: ms <= mostMs };
}
