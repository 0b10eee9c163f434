import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { publishedSchemas } from './published-schemas.ts';

const root = join(import.meta.dirname, '../../../..');
const schemas = publishedSchemas();
const validatorOf = (path: string) => {
  const found = schemas.find((schema) => schema.path === path);
  return new Ajv2020({ strict: false }).compile(JSON.parse(found?.text ?? 'false') as object);
};

describe('published schemas', () => {
  test.each(schemas)('$path is up to date (npm run schemas)', async (schema) => {
    expect(await readFile(join(root, schema.path), 'utf8')).toBe(schema.text);
  });

  const settings = [
    { what: 'no keys', value: {}, valid: true },
    { what: 'some keys', value: { pythons: ['3.13'], wait: { lock: '1h' } }, valid: true },
    { what: 'an unknown key', value: { python: ['3.13'] }, valid: false },
    { what: 'an unknown wait', value: { wait: { locks: '1h' } }, valid: false },
    { what: 'a wrong type', value: { pythons: '3.13' }, valid: false },
  ];
  test.each(settings)('settings with $what: $valid', ({ value, valid }) => {
    expect(validatorOf('docs/settings.schema.json')(value)).toBe(valid);
  });

  test('a rehearsal document has one of the known verdicts', () => {
    const document = {
      format: 1,
      verdict: 'released',
      exitCode: 0,
      repository: 'heroku/demo',
      artifacts: [],
      pythons: { tested: [], missing: [] },
      skipped: [],
      waits: {},
      attestations: 'off',
      steps: [],
      requests: {},
      effects: [],
      durationMs: 0,
    };
    const validate = validatorOf('docs/rehearsal.schema.json');
    expect(validate(document)).toBe(true);
    expect(validate({ ...document, verdict: 'perhaps' })).toBe(false);
  });
});
