import { settingsJsonSchema } from '@heroku-release/release-flow';
import { z } from 'zod';
import { rehearsalDocument } from './rehearse/rehearsal-document.ts';

/** A JSON Schema that is kept in the repository for people and editors. */
export interface PublishedSchema {
  /** Path from the root of the repository. */
  readonly path: string;
  /** The whole file, with its last line feed. */
  readonly text: string;
}

/** The schemas of what this tool reads and prints, as they must stand in `docs/`. Pure. */
export function publishedSchemas(): PublishedSchema[] {
  const output = z.toJSONSchema(rehearsalDocument);
  return [
    schema('docs/settings.schema.json', 'Settings of heroku-release', settingsJsonSchema()),
    schema('docs/rehearsal.schema.json', 'What heroku-release rehearse --json prints', output),
  ];
}

function schema(path: string, title: string, body: object): PublishedSchema {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { path, text: `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n` };
}
