import { bindCheck, bindEffect } from './bound-step.ts';
import type { BoundStep } from './bound-step.ts';
import type { Planned } from './decision.ts';
import type { CheckStep, EffectStep, Right } from './step.ts';

/** A list of steps that runs on an input. `Facts` is what they have found out once all of them ran. */
export interface Stage<Input extends object, Facts extends object = object> {
  readonly name: string;
  /** In the order in which they run. */
  readonly steps: readonly BoundStep[];
  /** Never set: carries the types of input and facts. */
  readonly types?: (input: Input) => Facts;
}

/** The facts of a stage, as far as it came. */
export type FactsOf<Of> = Of extends Stage<never, infer Facts> ? Partial<Facts> : never;

/** The permissions that a stage's steps need, sorted. */
export function needsOf({ steps }: Pick<Stage<never>, 'steps'>): readonly Right[] {
  return [...new Set(steps.flatMap(({ needs }) => needs))].sort();
}

/** A key that no earlier step uses. */
type NewKey<Key extends string, Known> = Key extends keyof Known ? never : Key;

/**
 * A stage under construction. Each step adds its fact under its key, and later steps receive it; a step placed before the facts it
 * needs does not compile. The key in kebab case is the step's name in reports.
 */
export class StageBuilder<Input extends object, Facts extends object> implements Stage<Input, Facts> {
  readonly name: string;
  readonly steps: readonly BoundStep[];
  declare readonly types?: (input: Input) => Facts;

  constructor(name: string, steps: readonly BoundStep[]) {
    this.name = name;
    this.steps = steps;
  }

  /** Adds a step that only reads. */
  check<Key extends string, Seen, Fact>(
    key: NewKey<Key, Input & Facts>,
    step: CheckStep<Input & Facts, Seen, Fact>,
  ): StageBuilder<Input, Facts & Readonly<Record<Key, Fact>>> {
    return new StageBuilder(this.name, [...this.steps, bindCheck(key, step)]);
  }

  /** Adds a step that writes. A dry run only plans it, so later steps receive its fact or `PLANNED`. */
  effect<Key extends string, Seen, Action, Fact>(
    key: NewKey<Key, Input & Facts>,
    step: EffectStep<Input & Facts, Seen, Action, Fact>,
  ): StageBuilder<Input, Facts & Readonly<Record<Key, Fact | Planned>>> {
    return new StageBuilder(this.name, [...this.steps, bindEffect(key, step)]);
  }
}

/** Begins a stage that runs on an input. */
export function stage<Input extends object>(name: string): StageBuilder<Input, object> {
  return new StageBuilder(name, []);
}

/** The input that every stage of a union runs on. */
type InputOfAll<Of> = (Of extends Stage<infer Input> ? (input: Input) => void : never) extends (
  input: infer All extends object,
) => void
  ? All
  : never;

/** All facts of a union of stages. */
type FactsOfAll<Of> = (Of extends Stage<never, infer Facts> ? (facts: Facts) => void : never) extends (
  facts: infer All extends object,
) => void
  ? All
  : never;

/**
 * Several stages on one input as one. Each adds the steps that are not there yet, so what two of them begin with runs once.
 *
 * Throws when two stages use one key for different steps: that is a defect of the stages.
 */
export function sequence<const Of extends readonly Stage<never>[]>(
  name: string,
  stages: Of,
): Stage<InputOfAll<Of[number]>, FactsOfAll<Of[number]>> {
  const steps = new Map<string, BoundStep>();
  for (const step of stages.flatMap((part) => part.steps)) {
    const same = steps.get(step.key);
    if (same !== undefined && same.step !== step.step)
      throw new Error(`two different steps are called ${step.key}`);
    if (same === undefined) steps.set(step.key, step);
  }
  return { name, steps: [...steps.values()] };
}
