import { verifyDocumentSchema } from '@heroku-release/release-flow';
import { settingsJsonSchema } from '@heroku-release/release-history';
import { z } from 'zod';
import { rehearsalDocument } from '../rehearsal/rehearsal-document.ts';

/** A JSON Schema that is committed for readers and editors. */
export interface PublishedSchema {
  /** Path from the repository root. */
  readonly path: string;
  /** The whole file, ending in a newline. */
  readonly text: string;
}

/** Renders the schemas of what this tool reads and prints, as files in `docs/`. Pure. */
export function publishedSchemas(): PublishedSchema[] {
  return [
    schema('docs/settings.schema.json', 'Settings of heroku-release', settingsJsonSchema()),
    output('rehearse', 'docs/rehearsal.schema.json', rehearsalDocument),
    output('verify', 'docs/verify.schema.json', verifyDocumentSchema),
  ];
}

function output(command: string, path: string, document: z.ZodType): PublishedSchema {
  return schema(path, `What heroku-release ${command} --json prints`, z.toJSONSchema(document));
}

function schema(path: string, title: string, body: object): PublishedSchema {
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { path, text: `${JSON.stringify({ $schema, title, ...body }, null, 2)}\n` };
}
