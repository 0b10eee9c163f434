import { isProjectName, normaliseName } from './file-name.ts';
import type { IndexStore } from './index-store.ts';
import { Refusal } from './refusal.ts';

/** Common module names of Python's standard library, which no project may have. */
const STANDARD_LIBRARY = new Set(
  `argparse ast asyncio base64 collections contextlib copy csv dataclasses datetime email enum functools glob hashlib html http importlib
  inspect io itertools json logging math multiprocessing operator os pathlib pickle queue random re secrets shutil signal socket sqlite3 ssl
  statistics string struct subprocess sys tarfile tempfile threading time tomllib traceback types typing unittest urllib uuid venv warnings
  weakref xml zipfile zlib`.split(/\s+/),
);

/** Maps similar names to the same text: removes separators and replaces `o` by `0`, `l` and `i` by `1`. */
const similarityKey = (name: string): string =>
  normaliseName(name).replaceAll('-', '').replaceAll('o', '0').replaceAll(/[li]/g, '1');

/** Refuses a name that a new project cannot have. */
export function checkNewName(name: string, store: IndexStore, prohibited: readonly string[]): void {
  if (!isProjectName(name)) throw new Refusal(400, `The name '${name}' is invalid.`);
  const normal = normaliseName(name);
  if (prohibited.some((other) => normaliseName(other) === normal)) {
    throw new Refusal(400, `The name '${name}' isn't allowed.`);
  }
  if (STANDARD_LIBRARY.has(normal)) {
    throw new Refusal(
      400,
      `The name '${name}' isn't allowed (conflict with Python Standard Library module name).`,
    );
  }
  for (const other of store.projects.keys()) {
    if (similarityKey(other) === similarityKey(name)) {
      throw new Refusal(400, `The name '${name}' is too similar to an existing project.`);
    }
  }
}
