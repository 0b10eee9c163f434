import type { Act, Applied, CheckDecision } from './decision.ts';
import { PLANNED } from './decision.ts';
import type { CheckStep, EffectStep, Right, StepIo } from './step.ts';

/** One assessment of a step: what it decided, and the write that would carry the decision out. */
export interface Assessment {
  readonly decision: CheckDecision<unknown> | Act<unknown>;
  /** Present when the decision is to act. */
  readonly act?: (io: StepIo) => Promise<unknown>;
}

/** A step under its key in a stage. The builder has compared its types with the facts before it, so the list needs none. */
export interface BoundStep {
  /** Under this key later steps find the fact, such as `draftRelease`. */
  readonly key: string;
  /** The key in the words of reports, such as `draft-release`. */
  readonly name: string;
  readonly needs: readonly Right[];
  readonly irreversible: boolean;
  /** Observes and decides. Reads only. */
  readonly assess: (facts: never, io: StepIo) => Promise<Assessment>;
  /** The declared step, to recognize it in two stages. */
  readonly step: object;
}

/** Binds a check to its key. */
export function bindCheck<Facts, Seen, Fact>(key: string, step: CheckStep<Facts, Seen, Fact>): BoundStep {
  return {
    ...nameOf(key),
    step,
    needs: step.needs,
    irreversible: false,
    assess: async (facts: Facts, io) => ({ decision: step.decide(facts, await step.observe(facts, io)) }),
  };
}

/** Binds an effect to its key. */
export function bindEffect<Facts, Seen, Action, Fact>(
  key: string,
  step: EffectStep<Facts, Seen, Action, Fact>,
): BoundStep {
  return {
    ...nameOf(key),
    step,
    needs: step.needs,
    irreversible: step.irreversible === true,
    assess: async (facts: Facts, io) => {
      const decision = step.decide(facts, await step.observe(facts, io));
      if (decision.kind !== 'act') return { decision };
      const { action } = decision;
      return { decision, act: async (now) => await step.act(action, applied(facts), now) };
    },
  };
}

/** The facts while steps are applied. A planned fact here is a defect of the runner. */
function applied<Facts>(facts: Facts): Applied<Facts> {
  const planned = Object.entries(facts as object).find(([, fact]) => fact === PLANNED);
  if (planned !== undefined) throw new Error(`${planned[0]} was only planned, and the next step is applied`);
  return facts as Applied<Facts>;
}

function nameOf(key: string): { readonly key: string; readonly name: string } {
  return { key, name: key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`) };
}
