import { entriesOf, field, literalText, literalTexts } from './template.ts';
import type { Place, Template } from './template.ts';
import type { DispatchInput, Trigger } from './workflow.ts';

/** Parses `on:` in its three forms: a name, a list of names, a mapping. */
export function readTriggers(on: Template | undefined): readonly Trigger[] {
  if (on === undefined) return [];
  if (on.kind === 'sequence') return on.items.flatMap((item) => readTriggers(item));
  if (on.kind === 'mapping') return on.entries.map((entry) => readTrigger(entry.key, entry.value, entry));
  const name = literalText(on);
  return name === undefined ? [] : [readTrigger(name, undefined, on)];
}

function readTrigger(event: string, value: Template | undefined, { line, column }: Place): Trigger {
  const filters: Record<string, readonly string[]> = {};
  for (const entry of entriesOf(value)) {
    if (entry.key !== 'inputs') filters[entry.key] = literalTexts(entry.value);
  }
  const inputs = entriesOf(field(value, 'inputs')).map((entry) => [entry.key, readInput(entry.value)]);
  return { line, column, event, filters, inputs: Object.fromEntries(inputs) as Trigger['inputs'] };
}

function readInput(input: Template): DispatchInput {
  return {
    type: literalText(field(input, 'type')) ?? 'string',
    required: literalText(field(input, 'required')) === 'true',
    default: literalText(field(input, 'default')),
  };
}
