import type { ParserModule } from './parser-module.ts';

type Token = NonNullable<ReturnType<ParserModule['parseWorkflow']>['value']>;

/** A value in an expression: any JSON value. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Place in a workflow file; both numbers start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A node of a workflow file before evaluation. Text that contains `${{ }}` is one `format(...)` expression. */
export type Template = Place &
  (
    | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
    | { readonly kind: 'expression'; readonly expression: string }
    | { readonly kind: 'sequence'; readonly items: readonly Template[] }
    | { readonly kind: 'mapping'; readonly entries: readonly TemplateEntry[] }
  );

/** A key of a mapping with its value. */
export interface TemplateEntry extends Place {
  readonly key: string;
  readonly value: Template;
}

/** Converts the tokens of the parser to plain data. Keys that are expressions are reported through `onExpressionKey`. */
export function readTemplate(
  parser: ParserModule,
  token: Token,
  onExpressionKey: (place: Place) => void,
): Template {
  const place = placeOf(token);
  if (parser.isMapping(token)) {
    const entries: TemplateEntry[] = [];
    for (const { key, value } of token) {
      if (!parser.isLiteral(key)) {
        onExpressionKey(placeOf(key));
        continue;
      }
      entries.push({
        ...placeOf(key),
        key: key.toString(),
        value: readTemplate(parser, value, onExpressionKey),
      });
    }
    return { ...place, kind: 'mapping', entries };
  }
  if (parser.isSequence(token)) {
    const items = [...token].map((item) => readTemplate(parser, item, onExpressionKey));
    return { ...place, kind: 'sequence', items };
  }
  if (parser.isBasicExpression(token)) return { ...place, kind: 'expression', expression: token.expression };
  if (parser.isString(token) || parser.isNumber(token) || parser.isBoolean(token)) {
    return { ...place, kind: 'literal', value: token.value };
  }
  return { ...place, kind: 'literal', value: null };
}

function placeOf(token: Token): Place {
  return { line: token.line ?? 1, column: token.col ?? 1 };
}

/** Returns the value of a key when `template` is a mapping that contains it. Keys are case-sensitive. */
export function field(template: Template | undefined, key: string): Template | undefined {
  if (template?.kind !== 'mapping') return undefined;
  return template.entries.find((entry) => entry.key === key)?.value;
}

/** Returns the entries of a mapping, and none for anything else. */
export function entriesOf(template: Template | undefined): readonly TemplateEntry[] {
  return template?.kind === 'mapping' ? template.entries : [];
}

/** Returns a literal as text, or `undefined` when it is not a literal or is empty. */
export function literalText(template: Template | undefined): string | undefined {
  return template?.kind === 'literal' && template.value !== null ? String(template.value) : undefined;
}

/** Returns a literal, or a list of literals, as texts. */
export function literalTexts(template: Template | undefined): readonly string[] {
  if (template?.kind === 'sequence') return template.items.flatMap((item) => literalTexts(item));
  const text = literalText(template);
  return text === undefined ? [] : [text];
}

/** Lists all expressions in a template with their places. */
export function expressionsIn(template: Template): readonly (Place & { readonly expression: string })[] {
  switch (template.kind) {
    case 'literal':
      return [];
    case 'expression':
      return [template];
    case 'sequence':
      return template.items.flatMap(expressionsIn);
    case 'mapping':
      return template.entries.flatMap((entry) => expressionsIn(entry.value));
  }
}
