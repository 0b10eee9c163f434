import { textOf } from './expressions.ts';
import type { Value } from './template.ts';

/** One combination of a matrix: `{python: '3.12', os: 'ubuntu-latest'}`. */
export type Combination = Readonly<Record<string, Value>>;

/** Expands an evaluated `strategy.matrix` in GitHub's order: exclude first, then include. */
export function expandMatrix(matrix: Value | undefined): readonly Combination[] {
  if (!isMapping(matrix)) return [{}];
  const axes = Object.entries(matrix).filter(([key]) => key !== 'include' && key !== 'exclude');
  const excluded = mappingsOf(matrix['exclude']);
  const original = product(axes).filter(
    (combination) => !excluded.some((pattern) => contains(combination, pattern)),
  );
  const combinations = axes.length === 0 ? [] : original.map((combination) => ({ ...combination }));
  const added: Combination[] = [];
  for (const include of mappingsOf(matrix['include'])) {
    // An include extends every combination whose original values it does not overwrite; otherwise it is a new combination.
    const fitting = combinations.filter((_, index) => agrees(original[index] ?? {}, include));
    for (const combination of fitting) Object.assign(combination, include);
    if (fitting.length === 0) added.push(include);
  }
  return [...combinations, ...added];
}

/** Names a matrix job without `name:`, such as `test (3.12, ubuntu-latest)`. */
export function combinationName(id: string, combination: Combination): string {
  const values = Object.values(combination).flatMap(leaves).filter(Boolean);
  return values.length === 0 ? id : `${id} (${values.join(', ')})`;
}

function leaves(value: Value): readonly string[] {
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap(leaves);
  return isMapping(value) ? Object.values(value).flatMap(leaves) : [textOf(value)];
}

function product(axes: readonly (readonly [string, Value])[]): readonly Combination[] {
  return axes.reduce<readonly Combination[]>(
    (made, [key, values]) =>
      made.flatMap((combination) =>
        (Array.isArray(values) ? (values as readonly Value[]) : []).map((value) => ({
          ...combination,
          [key]: value,
        })),
      ),
    [{}],
  );
}

function agrees(combination: Combination, include: Combination): boolean {
  return Object.entries(include).every(
    ([key, value]) => !(key in combination) || same(combination[key], value),
  );
}

function contains(combination: Combination, pattern: Combination): boolean {
  return Object.entries(pattern).every(([key, value]) => {
    const own = combination[key];
    return isMapping(own) && isMapping(value) ? contains(own, value) : same(own, value);
  });
}

function same(a: Value | undefined, b: Value | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function mappingsOf(value: Value | undefined): readonly Combination[] {
  return Array.isArray(value) ? (value as readonly Value[]).filter(isMapping) : [];
}

function isMapping(value: Value | undefined): value is Combination {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
