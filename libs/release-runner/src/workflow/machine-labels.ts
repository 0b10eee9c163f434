import type { Value } from './template.ts';

/** Returns the labels of an evaluated `runs-on`. */
export function machineLabels(value: Value): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as readonly Value[]).filter((item) => typeof item === 'string');
  if (value === null || typeof value !== 'object') return [];
  return machineLabels((value as Readonly<Record<string, Value>>)['labels'] ?? []);
}
