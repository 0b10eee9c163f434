import { isProjectName, normaliseName } from './file-name.ts';
import type { IndexStore } from './index-store.ts';
import { Refusal } from './refusal.ts';

/** Module names of Python itself that nobody may register; a choice of the commonest. */
const STANDARD_LIBRARY = new Set(
  `argparse ast asyncio base64 collections contextlib copy csv dataclasses datetime email enum functools glob hashlib html http importlib
  inspect io itertools json logging math multiprocessing operator os pathlib pickle queue random re secrets shutil signal socket sqlite3 ssl
  statistics string struct subprocess sys tarfile tempfile threading time tomllib traceback types typing unittest urllib uuid venv warnings
  weakref xml zipfile zlib`.split(/\s+/),
);

/** Names that look alike are one: separators gone, `o` is `0`, `l` and `i` are `1`. */
const lookAlike = (name: string): string =>
  normaliseName(name).replaceAll('-', '').replaceAll('o', '0').replaceAll(/[li]/g, '1');

/** Refuses a name that no new project may have. */
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
    if (lookAlike(other) === lookAlike(name)) {
      throw new Refusal(400, `The name '${name}' is too similar to an existing project.`);
    }
  }
}
