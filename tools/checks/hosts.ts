// usage: node tools/checks/hosts.ts
// Only endpoints.ts files name external hosts in strings, and PyPI's hosts appear only in pypi-publisher.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { conclude, output, workspace } from './check.ts';

const URL_HOST = /https?:\/\/(?:[^\s/@"'`]*@)?([A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)/g;
const PYPI_HOST = /\b(?:[\w-]+\.)*(?:pypi\.org|pythonhosted\.org)\b/g;
/** Reserved names (RFC 2606, RFC 6761) and the sandbox's. */
const RESERVED =
  /^(?:127(?:\.\d+){3}|0\.0\.0\.0)$|(?:^|\.)(?:localhost|example|invalid|test|sandbox)$|(?:^|\.)example\.(?:com|org|net)$/;
/** Hosts in URIs that identify a format; no request goes there. */
const FORMAT_NAMES = new Set(['slsa.dev', 'in-toto.io', 'json-schema.org']);

const tracked = output('git', [
  'ls-files',
  '-z',
  '--cached',
  '--others',
  '--exclude-standard',
  'libs',
  'apps',
  'tools',
])
  .split('\0')
  .filter((path) => /\.(?:ts|mts|js|cjs|mjs)$/.test(path) && !path.endsWith('.d.ts'))
  .map((path) => ({ path, text: read(path) }))
  .filter((file): file is { path: string; text: string } => file.text !== undefined);
const sources = tracked.filter(({ path }) => {
  return !/\.spec\.ts$|\/test\/|\/fixtures\/|(?:^|\/)endpoints\.ts$/.test(path) && path.endsWith('.ts');
});

const named = sources.flatMap(({ path, text }) =>
  literalsOf(path, text).flatMap(({ line, value }) =>
    [...value.matchAll(URL_HOST)]
      .map((match) => match[1] ?? '')
      .filter((host) => !RESERVED.test(host) && !FORMAT_NAMES.has(host))
      .map((host) => `${path}:${line} names ${host}`),
  ),
);
const pypi = tracked
  .filter(({ path }) => !path.startsWith('libs/pypi-publisher/src/'))
  .flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, at) => (line.match(PYPI_HOST) ?? []).map((host) => `${path}:${at + 1} names ${host}`)),
  );
conclude(`hosts: string literals of ${sources.length} source files outside endpoints.ts`, named);
conclude(`hosts: PyPI's hosts in ${tracked.length} files outside libs/pypi-publisher/src`, pypi);

/** Reads a file. A deleted file that git still lists has no text. */
function read(path: string): string | undefined {
  try {
    return readFileSync(join(workspace, path), 'utf8');
  } catch {
    return undefined;
  }
}

function literalsOf(path: string, text: string): { line: number; value: string }[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: { line: number; value: string }[] = [];
  const visit = (node: ts.Node) => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ line: line + 1, value: node.text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
