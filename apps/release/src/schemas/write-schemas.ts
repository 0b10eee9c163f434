// usage: npm run schemas
// Writes the JSON Schemas in docs/. A test fails while they differ from the code.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { publishedSchemas } from './published-schemas.ts';

for (const { path, text } of publishedSchemas()) {
  writeFileSync(join(import.meta.dirname, '../../../..', path), text);
}
