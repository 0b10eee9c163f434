import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import formats from 'ajv-formats';

type Json = Record<string, unknown>;

interface Description {
  readonly paths: Record<string, Record<string, { readonly responses: Record<string, Json> }>>;
  readonly components: {
    readonly schemas: Record<string, Json>;
    readonly responses: Record<string, Json>;
    readonly examples?: unknown;
  };
}

let description: Description | undefined;

/** GitHub's own description of its REST API, as published. */
function github(): Description {
  if (description !== undefined) return description;
  const entry = createRequire(import.meta.url).resolve('@octokit/openapi');
  const file = join(dirname(entry), 'generated', 'api.github.com.json');
  description = JSON.parse(readFileSync(file, 'utf8')) as Description;
  return description;
}

const validators = new Map<string, ValidateFunction>();

/** What is wrong with an answer of an operation, such as `post /repos/{owner}/{repo}/pulls`; nothing where it fits the description. */
export function problemsOf(operation: string, status: number, json: unknown): string[] {
  const [method = '', path = ''] = operation.split(' ');
  const { paths, components } = github();
  const described = paths[path]?.[method]?.responses[String(status)];
  if (described === undefined) return [`${operation} does not answer ${status}`];
  const reference = described['$ref'];
  const response =
    typeof reference === 'string' ? components.responses[reference.split('/').at(-1) ?? ''] : described;
  const schema = inside(response, ['content', 'application/json', 'schema']);
  if (schema === undefined) return json === '' ? [] : [`${operation} answers ${status} without a body`];
  return check(`${operation} ${status}`, schema as Json, json);
}

/** What is wrong with an error answer that the description does not list for its operation. */
export function problemsOfError(name: 'basic-error' | 'validation-error', json: unknown): string[] {
  return check(name, { $ref: `#/components/schemas/${name}` }, json);
}

function inside(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Json | undefined)?.[key], value);
}

function check(name: string, schema: Json, json: unknown): string[] {
  let validator = validators.get(name);
  if (validator === undefined) {
    const ajv = new Ajv({ strict: false, allErrors: true });
    formats.default(ajv);
    validator = ajv.compile(standalone(schema));
    validators.set(name, validator);
  }
  if (validator(json)) return [];
  return (validator.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`);
}

/** The schema with all it refers to, turned from OpenAPI 3.0's dialect into JSON Schema. */
function standalone(schema: Json): Json {
  const definitions: Record<string, unknown> = {};
  const convert = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(convert);
    if (typeof value !== 'object' || value === null) return value;
    const { nullable, ...rest } = value as Json;
    const reference = rest['$ref'];
    if (typeof reference === 'string') return { $ref: define(reference.split('/').at(-1) ?? '') };
    const converted = Object.fromEntries(Object.entries(rest).map(([key, each]) => [key, convert(each)]));
    return nullable === true ? { anyOf: [converted, { type: 'null' }] } : converted;
  };
  const define = (name: string) => {
    if (!(name in definitions)) {
      definitions[name] = true;
      definitions[name] = convert(widened(name, github().components.schemas[name] ?? {}));
    }
    return `#/definitions/${name}`;
  };
  const root = convert(schema) as Json;
  return { ...root, definitions };
}

/** The description leaves out the state of an asset whose upload broke off. */
function widened(name: string, schema: Json): Json {
  if (name !== 'release-asset') return schema;
  const properties = schema['properties'] as Record<string, Json>;
  return {
    ...schema,
    properties: { ...properties, state: { type: 'string', enum: ['uploaded', 'open', 'starter'] } },
  };
}
