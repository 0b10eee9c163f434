import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CompiledScript } from './compiled-script.ts';

/** A bundle that exports, requires and loads a module from beside it. */
const bundle = (answer: number) => `
  const { basename } = require('node:path');
  exports.answer = () => ${answer};
  exports.name = () => basename('/a/b.txt');
  exports.beside = () => require('./beside.mjs').default;
`;

interface Exports {
  readonly answer: () => number;
  readonly name: () => string;
  readonly beside: () => string;
}

let folder: string;
let file: string;
let place: string;
/** Where the bundle of the beginning is kept. */
let kept: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'compiled-script-'));
  file = join(folder, 'bundle.cjs');
  place = join(folder, 'kept', 'bundle');
  writeFileSync(file, bundle(42));
  kept = `${place}-${bundle(42).length}`;
  writeFileSync(join(folder, 'beside.mjs'), "export default 'from beside';\n");
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Loads the bundle, runs it and keeps what was compiled, as a process does. */
function use(): Exports {
  const script = new CompiledScript(file, place);
  const exports = script.run() as Exports;
  exports.answer();
  script.keep();
  return exports;
}

describe('CompiledScript', () => {
  it('runs the bundle the first time and with what was kept', () => {
    for (const told of [use(), use()]) {
      expect(told.answer()).toBe(42);
      expect(told.name()).toBe('b.txt');
      expect(told.beside()).toBe('from beside');
    }
    expect(readdirSync(join(folder, 'kept'))).toEqual([`bundle-${bundle(42).length}`]);
  });

  it('writes only what is not kept yet, for nobody else to read', () => {
    use();
    const first = statSync(kept, { bigint: true });
    expect(first.mode & 0o777n).toBe(0o600n);
    use();
    expect(statSync(kept, { bigint: true }).mtimeNs).toBe(first.mtimeNs);
  });

  it('takes nothing that was kept of another bundle, though it is as long', () => {
    use();
    writeFileSync(file, bundle(43));
    expect(use().answer()).toBe(43);
    expect(use().answer()).toBe(43);
  });

  it('keeps another build of another length beside it', () => {
    use();
    writeFileSync(file, bundle(4242));
    expect(use().answer()).toBe(4242);
    expect(readdirSync(join(folder, 'kept'))).toHaveLength(2);
  });

  it.each([0, 3, 4, 40, 200, -1])('takes nothing that is damaged at byte %i, and mends it', (at) => {
    use();
    const good = readFileSync(kept);
    const bad = Buffer.from(good);
    const byte = at < 0 ? bad.length - 1 : at;
    bad[byte] = (bad[byte] ?? 0) ^ 0xff;
    writeFileSync(kept, bad);
    expect(use().answer()).toBe(42);
    expect(readFileSync(kept).equals(bad)).toBe(false);
  });

  it.each([0, 3, 100])('takes nothing of which only %i bytes are there', (length) => {
    use();
    writeFileSync(kept, readFileSync(kept).subarray(0, length));
    expect(use().answer()).toBe(42);
    expect(statSync(kept).size).toBeGreaterThan(length);
  });

  it('works where nothing can be kept', () => {
    place = join(file, 'no', 'folder');
    expect(use().answer()).toBe(42);
    const script = new CompiledScript(file, undefined);
    expect((script.run() as Exports).answer()).toBe(42);
    script.keep();
    expect(readdirSync(folder)).toEqual(['beside.mjs', 'bundle.cjs']);
  });
});
