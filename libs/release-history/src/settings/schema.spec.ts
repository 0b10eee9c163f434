import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { settingsJsonSchema, settingsSchema } from './schema.ts';

describe('settingsJsonSchema', () => {
  const schema = settingsJsonSchema() as {
    $schema: string;
    type: string;
    additionalProperties: unknown;
    required?: string[];
    properties: Record<string, { description?: string; default?: unknown }>;
  };

  it('is a JSON Schema that accepts the same settings as the parser', () => {
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    const readBack = z.fromJSONSchema(schema as Parameters<typeof z.fromJSONSchema>[0]);
    expect(readBack.safeParse({}).success).toBe(true);
    expect(readBack.safeParse({ pythons: ['3.12'], wait: { lock: '1m' } }).success).toBe(true);
    expect(readBack.safeParse({ pyhtons: ['3.12'] }).success).toBe(false);
    expect(readBack.safeParse({ pythons: ['2.7'] }).success).toBe(false);
    expect(readBack.safeParse({ wait: { lock: 3 } }).success).toBe(false);
  });

  it('requires no key, allows no other, and describes each', () => {
    expect(schema.required ?? []).toEqual([]);
    expect(schema.additionalProperties).toBe(false);
    expect(Object.keys(schema.properties)).toEqual(Object.keys(settingsSchema.shape));
    for (const [name, { description }] of Object.entries(schema.properties)) {
      expect(description, name).toBeTruthy();
    }
    expect(schema.properties['changelog']?.default).toBe('CHANGELOG.md');
  });
});
