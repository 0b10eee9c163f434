import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import process from 'node:process';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

/**
 * A CommonJS bundle, and what V8 compiled of it in an earlier run. Node's own compile cache keeps a module as it is when it has been loaded,
 * without the functions that are compiled when they are first called, and in a short command those are a quarter of the time
 * (`CompileCacheHandler::MaybeSave` in its sources). This keeps all that a whole run has compiled.
 */
export class CompiledScript {
  readonly #file: string;
  readonly #source: Buffer;
  readonly #script: Script;
  readonly #place: string | undefined;
  #isKept: boolean;

  /**
   * @param file the bundle, an absolute path
   * @param place the file that keeps what was compiled, to which the length of the bundle is added, so that builds of one version seldom
   * share it; without one it is compiled each time
   */
  constructor(file: string, place: string | undefined) {
    this.#file = file;
    this.#source = readFileSync(file);
    this.#place = place === undefined ? undefined : `${place}-${this.#source.length}`;
    const cachedData = this.#place === undefined ? undefined : readKept(this.#place, this.#source);
    this.#script = new Script(`(function (exports, require, module) {${this.#source.toString()}\n})`, {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
    });
    // What another V8 compiled, or one with other flags, V8 itself refuses.
    this.#isKept = cachedData !== undefined && this.#script.cachedDataRejected === false;
  }

  /** Runs the bundle and answers with what it exports. */
  run(): unknown {
    const module: { exports: unknown } = { exports: {} };
    const wrapper = this.#script.runInThisContext() as (...names: unknown[]) => void;
    wrapper(module.exports, createRequire(this.#file), module);
    return module.exports;
  }

  /**
   * Keeps what is compiled by now, unless it is kept already. To be called when the work is done. Where nothing can be written the next
   * run compiles anew.
   */
  keep(): void {
    if (this.#place === undefined || this.#isKept) return;
    const code = this.#script.createCachedData();
    const draft = `${this.#place}.${process.pid}`;
    try {
      mkdirSync(dirname(this.#place), { recursive: true, mode: 0o700 });
    } catch {
      return;
    }
    try {
      writeFileSync(draft, Buffer.concat([checksumOf(this.#source, code), code]), { mode: 0o600 });
      renameSync(draft, this.#place);
      this.#isKept = true;
    } catch {
      rmSync(draft, { force: true });
    }
  }
}

const CHECKSUM_BYTES = 4;

/** V8 looks at little more than the length of source and code, and a process that is given damaged code crashes. */
function checksumOf(source: Uint8Array, code: Uint8Array): Buffer {
  const checksum = Buffer.alloc(CHECKSUM_BYTES);
  checksum.writeUInt32BE(crc32(code, crc32(source)));
  return checksum;
}

function readKept(place: string, source: Uint8Array): Buffer | undefined {
  let kept: Buffer;
  try {
    kept = readFileSync(place);
  } catch {
    return undefined;
  }
  const code = kept.subarray(CHECKSUM_BYTES);
  return checksumOf(source, code).equals(kept.subarray(0, CHECKSUM_BYTES)) ? code : undefined;
}
