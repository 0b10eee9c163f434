import { Evaluator, Lexer, Parser, data } from '@actions/expressions';
import { RunnerError } from '../errors.ts';
import type { Template, Value } from './template.ts';

/** Contexts that an expression may use. */
export const CONTEXT_NAMES = [
  'github',
  'env',
  'vars',
  'secrets',
  'inputs',
  'job',
  'jobs',
  'runner',
  'steps',
  'needs',
  'matrix',
  'strategy',
] as const;

/** The name of a context, such as `github`. */
export type ContextName = (typeof CONTEXT_NAMES)[number];

/** Status so far, for `success()`, `failure()` and `cancelled()`. */
export type Status = 'success' | 'failure' | 'cancelled' | 'skipped';

/** Input of an expression. An absent context is `null`. */
export interface Scope {
  readonly contexts: Readonly<Partial<Record<ContextName, Value>>>;
  /** Default `success`. With `skipped`, all of `success()`, `failure()` and `cancelled()` are false. */
  readonly status?: Status | undefined;
}

type Data = data.ExpressionData;

const STATUS_FUNCTIONS = ['success', 'failure', 'cancelled', 'always'] as const;

function functionsOf(scope: Scope) {
  const status = scope.status ?? 'success';
  const results = {
    success: status === 'success',
    failure: status === 'failure',
    cancelled: status === 'cancelled',
    always: true,
  };
  return STATUS_FUNCTIONS.map((name) => ({
    name,
    minArgs: 0,
    maxArgs: 0,
    call: (): Data => new data.BooleanData(results[name]),
  }));
}

/**
 * Evaluates one expression, without its `${{ }}`.
 *
 * @throws RunnerError `RUNNER_EXPRESSION_INVALID`
 */
export function evaluateExpression(expression: string, scope: Scope): Value {
  return toValue(compute(expression, scope));
}

/** Evaluates an expression as a condition: `''`, `0`, `false` and `null` are false. */
export function evaluateCondition(expression: string, scope: Scope): boolean {
  const value = evaluateExpression(expression, scope);
  return !(value === null || value === false || value === '' || value === 0 || Number.isNaN(value));
}

/** Evaluates a template with everything in it. */
export function evaluate(template: Template, scope: Scope): Value {
  switch (template.kind) {
    case 'literal':
      return template.value;
    case 'expression':
      return evaluateExpression(template.expression, scope);
    case 'sequence':
      return template.items.map((item) => evaluate(item, scope));
    case 'mapping':
      return Object.fromEntries(template.entries.map(({ key, value }) => [key, evaluate(value, scope)]));
  }
}

/** Evaluates a template to text as GitHub does: `null` is empty, numbers and booleans are as in the file. */
export function evaluateText(template: Template, scope: Scope): string {
  if (template.kind === 'expression') return compute(template.expression, scope).coerceString();
  return template.kind === 'literal' ? toData(template.value).coerceString() : 'Object';
}

/** Evaluates a mapping with text values, such as `env` or `with`; anything else becomes empty. */
export function evaluateTexts(
  template: Template | undefined,
  scope: Scope,
): Readonly<Record<string, string>> {
  if (template === undefined) return {};
  if (template.kind === 'mapping') {
    return Object.fromEntries(template.entries.map(({ key, value }) => [key, evaluateText(value, scope)]));
  }
  const value = evaluate(template, scope);
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, textOf(item)]));
}

/** Converts a value to text as GitHub does. */
export function textOf(value: Value): string {
  return toData(value).coerceString();
}

/** Returns the expression of an `if:`, with or without `${{ }}`; prefixed by `success() &&` when it calls no status function. */
export function conditionOf(template: Template | undefined): string {
  const written =
    template === undefined
      ? ''
      : template.kind === 'expression'
        ? template.expression
        : template.kind === 'literal' && template.value !== null
          ? String(template.value)
          : '';
  const text = written.trim().replace(/^\$\{\{([\s\S]*)\}\}$/, '$1');
  if (text.trim() === '') return 'success()';
  return STATUS_FUNCTIONS.some((name) => callsFunction(text, name)) ? text : `success() && (${text})`;
}

/** Whether an expression calls a function; function names are case-insensitive. */
export function callsFunction(expression: string, name: string): boolean {
  let tokens;
  try {
    tokens = lex(expression);
  } catch {
    return false;
  }
  return tokens.some(
    (token, index) => token.lexeme.toLowerCase() === name.toLowerCase() && tokens[index + 1]?.lexeme === '(',
  );
}

/** Splits an expression into tokens. The lexer of the library unescapes only the first `''` of a text; this unescapes all. */
function lex(expression: string) {
  return new Lexer(expression)
    .lex()
    .tokens.map((token) =>
      typeof token.value === 'string' && token.lexeme.startsWith("'")
        ? { ...token, value: token.lexeme.slice(1, -1).replaceAll("''", "'") }
        : token,
    );
}

function compute(expression: string, scope: Scope): Data {
  const functions = functionsOf(scope);
  try {
    const tokens = lex(expression);
    const tree = new Parser(tokens, [...CONTEXT_NAMES], functions).parse();
    return new Evaluator(
      tree,
      contextsOf(scope),
      new Map(functions.map((entry) => [entry.name, entry])),
    ).evaluate();
  } catch (cause) {
    const because = cause instanceof Error ? cause.message : String(cause);
    throw new RunnerError('RUNNER_EXPRESSION_INVALID', `\${{ ${expression} }}: ${because}`, { cause });
  }
}

function contextsOf(scope: Scope): data.Dictionary {
  return new data.Dictionary(
    ...CONTEXT_NAMES.map((key) => ({ key, value: cachedData(scope.contexts[key] ?? null) })),
  );
}

const converted = new WeakMap<object, Data>();

/** Converts each object once: the payload of an event is large and never changes. */
function cachedData(value: Value): Data {
  if (value === null || typeof value !== 'object') return toData(value);
  const known = converted.get(value);
  if (known !== undefined) return known;
  const made = toData(value);
  converted.set(value, made);
  return made;
}

function toData(value: Value): Data {
  return JSON.parse(JSON.stringify(value), data.reviver) as Data;
}

function toValue(result: Data): Value {
  return JSON.parse(JSON.stringify(result, data.replacer)) as Value;
}
