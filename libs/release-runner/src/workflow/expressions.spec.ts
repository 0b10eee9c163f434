import { describe, expect, it } from 'vitest';
import {
  callsFunction,
  conditionOf,
  evaluateCondition,
  evaluateExpression,
  evaluateText,
  evaluateTexts,
} from './expressions.ts';
import type { Scope } from './expressions.ts';
import type { Template } from './template.ts';

const place = { line: 1, column: 1 };
const literal = (value: string | number | boolean | null): Template => ({ ...place, kind: 'literal', value });
const expression = (text: string): Template => ({ ...place, kind: 'expression', expression: text });

const scope: Scope = {
  contexts: {
    github: { event_name: 'push', event: { workflow_run: { conclusion: 'success' } }, ref_name: 'v1.2.3' },
    steps: { package: { outputs: { release: 'true' } } },
    matrix: { python: '3.12', list: ['a', 'b'] },
    secrets: { TPS: 'x' },
  },
};

describe('evaluateExpression', () => {
  it.each([
    ["github.event_name == 'push'", true],
    ["github.event_name == 'PUSH'", true],
    ["github['ref_name']", 'v1.2.3'],
    ['github.event.workflow_run.nothing.further', null],
    ["github.event.pull_request.number || 'none'", 'none'],
    ["format('publish-{0}-{{x}}', github.ref_name)", 'publish-v1.2.3-{x}'],
    ["contains(matrix.list, 'B')", true],
    ["startsWith(github.ref_name, 'V1')", true],
    ["endsWith(github.ref_name, '.3')", true],
    ["join(matrix.list, '+')", 'a+b'],
    ['fromJSON(\'{"a":[1,2]}\').a[1]', 2],
    ['toJSON(matrix.list)', '[\n  "a",\n  "b"\n]'],
    ["format('it''s ''{0}''', matrix.python)", "it's '3.12'"],
    ['!github.nothing', true],
    ["'10' > 9", true],
    ['success()', true],
    ['failure()', false],
    ['always() && !cancelled()', true],
  ])('%s', (text, value) => {
    expect(evaluateExpression(text, scope)).toEqual(value);
  });

  it.each(['github.', 'nothing.here', 'unknown()', "format('{1}', 'a')"])('refuses %s', (text) => {
    expect(() => evaluateExpression(text, scope)).toThrow(
      expect.objectContaining({ code: 'RUNNER_EXPRESSION_INVALID' }),
    );
  });
});

describe('conditions', () => {
  it.each([
    [undefined, 'success()'],
    [literal(''), 'success()'],
    [literal('steps.a.outputs.b'), 'success() && (steps.a.outputs.b)'],
    [expression("github.ref == 'x'"), "success() && (github.ref == 'x')"],
    [literal('${{ always() }}'), ' always() '],
    [literal("failure() && 'x'"), "failure() && 'x'"],
    [literal("github.ref == 'always()'"), "success() && (github.ref == 'always()')"],
    [literal(true), 'success() && (true)'],
  ])('%o becomes %s', (template, text) => {
    expect(conditionOf(template)).toBe(text);
  });

  it.each([
    ['failure', 'success()', false],
    ['failure', 'failure()', true],
    ['failure', 'always()', true],
    ['cancelled', 'success() || failure()', false],
    ['cancelled', 'cancelled()', true],
    ['skipped', 'success() || failure() || cancelled()', false],
  ] as const)('after %s, %s is %s', (status, text, value) => {
    expect(evaluateCondition(text, { ...scope, status })).toBe(value);
  });

  it.each([
    ["'false'", true],
    ["''", false],
    ['0', false],
    ['null', false],
    ["'0'", true],
  ] as const)('%s counts as %s', (text, value) => {
    expect(evaluateCondition(text, scope)).toBe(value);
  });
});

describe('text', () => {
  it.each([
    [literal(null), ''],
    [literal(3.5), '3.5'],
    [literal(true), 'true'],
    [expression('matrix.python'), '3.12'],
    [expression('matrix.nothing'), ''],
    [expression('matrix'), 'Object'],
  ])('%o', (template, text) => {
    expect(evaluateText(template, scope)).toBe(text);
  });

  it('evaluates a mapping given as one expression', () => {
    expect(evaluateTexts(expression('fromJSON(\'{"A":1,"B":"x"}\')'), scope)).toEqual({ A: '1', B: 'x' });
  });

  it('recognises calls, and not texts that look like calls', () => {
    expect(callsFunction("hashFiles('**/uv.lock')", 'hashFiles')).toBe(true);
    expect(callsFunction("'hashFiles(x)'", 'hashFiles')).toBe(false);
  });
});
