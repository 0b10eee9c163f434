import { Refusal, unprocessable } from '../model/refusal.ts';

/** Constraints on a property of a request body. */
export interface Property {
  readonly type: 'string' | 'boolean' | 'integer' | 'object';
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly oneOf?: readonly string[];
}

/** The permitted properties of a request body. */
export type Shape = Readonly<Record<string, Property>>;

/** A checked request body. */
export class Body {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values[name] !== undefined;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === 'string' ? value : undefined;
  }

  /** A string or `null`; `undefined` if the property is missing. */
  nullableText(name: string): string | null | undefined {
    return this.#values[name] === null ? null : this.text(name);
  }

  flag(name: string): boolean | undefined {
    const value = this.#values[name];
    return typeof value === 'boolean' ? value : undefined;
  }

  record(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.#values[name];
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  }
}

/**
 * Parses a JSON body and checks its properties. Throws a 400 if it is not a JSON object, and a 422 with GitHub's "Invalid request" for a
 * missing, unknown or wrongly typed property. Some GitHub operations ignore unknown properties; the sandbox always refuses them, because
 * they are mistakes of the client.
 */
export function parseBody(text: string, shape: Shape): Body {
  const values = text === '' && !Object.values(shape).some((each) => each.required) ? {} : parseObject(text);
  for (const [name, property] of Object.entries(shape)) {
    const value = values[name];
    if (value === undefined || (value === null && property.nullable !== true)) {
      if (property.required === true) throw refused(`"${name}" wasn't supplied.`);
      if (value === null) throw refused(`For 'properties/${name}', nil is not a ${property.type}.`);
      continue;
    }
    if (value !== null) checkValue(name, value, property);
  }
  for (const name of Object.keys(values))
    if (shape[name] === undefined) throw refused(`"${name}" is not a permitted key.`);
  return new Body(values);
}

function parseObject(text: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(400, 'Body should be a JSON object');
  return value as Record<string, unknown>;
}

function checkValue(name: string, value: unknown, property: Property): void {
  const fits =
    property.type === 'integer'
      ? Number.isInteger(value)
      : property.type === 'object'
        ? typeof value === 'object' && !Array.isArray(value)
        : typeof value === property.type;
  const shown = JSON.stringify(value);
  if (!fits) throw refused(`For 'properties/${name}', ${shown} is not a ${property.type}.`);
  if (property.oneOf !== undefined && !property.oneOf.includes(String(value)))
    throw refused(`${shown} is not a member of ${JSON.stringify(property.oneOf)}.`);
}

function refused(detail: string): Refusal {
  return unprocessable(`Invalid request.\n\n${detail}`);
}
