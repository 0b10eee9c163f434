import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildASTSchema, parse } from 'graphql';
import type { GraphQLSchema } from 'graphql';

let schema: GraphQLSchema | undefined;

/** GitHub's published schema. Reading it takes a few hundred milliseconds, so it is read once, on demand. */
export function githubSchema(): GraphQLSchema {
  if (schema !== undefined) return schema;
  const entry = fileURLToPath(import.meta.resolve('@octokit/graphql-schema'));
  const text = readFileSync(join(dirname(entry), 'schema.graphql'), 'utf8');
  schema = buildASTSchema(parse(text, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
  return schema;
}
