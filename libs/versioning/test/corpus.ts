import { existsSync, readdirSync, readFileSync } from 'node:fs';

const ROOT = new URL('../../../../shared/corpus/', import.meta.url);

/** Whether the corpus of real repositories, which is not part of this workspace, is next to it. */
export const hasCorpus = existsSync(ROOT);

/** A file of the corpus, byte for byte. */
export function corpusText(path: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(readFileSync(new URL(path, ROOT)));
}

/** A row of the corpus' index of pyproject files. */
export interface CorpusPyproject {
  readonly file: string;
  readonly kind: 'static' | 'dynamic' | 'poetry' | 'none' | 'invalid';
  readonly version: string | null;
}

/** The rows of the index. */
export function corpusPyprojects(): CorpusPyproject[] {
  return JSON.parse(corpusText('pyproject/index.json')) as CorpusPyproject[];
}

/** The folders of projects that contain a path. */
export function corpusProjects(path: string): string[] {
  return readdirSync(ROOT).filter((name) => existsSync(new URL(`${name}/${path}`, ROOT)));
}

/** The files in a folder of the corpus. */
export function corpusFiles(folder: string): string[] {
  return readdirSync(new URL(`${folder}/`, ROOT)).map((name) => `${folder}/${name}`);
}
