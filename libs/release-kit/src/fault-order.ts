import type { FaultPoint, FaultPoints } from './fault-points.ts';

/**
 * Parses an order to kill the process at one fault point, for tests with real processes: `kill before 12` or `kill after 12`
 * is the point with that index, from 0, before or after its effect. Any other text gives undefined.
 */
export function orderedFault(order: string, kill: () => void): FaultPoints | undefined {
  const match = /^kill (before|after) (\d{1,6})$/.exec(order);
  if (match === null) return undefined;
  const [, when] = match;
  const at = Number(match[2]);
  let count = -1;
  return {
    around: async <T>(_point: FaultPoint, effect: () => Promise<T>): Promise<T> => {
      count += 1;
      const index = count;
      if (index === at && when === 'before') await killNow(kill);
      const result = await effect();
      if (index === at && when === 'after') await killNow(kill);
      return result;
    },
  };
}

/** Never resolves: the signal needs a moment to arrive, and nothing else may happen until then. */
async function killNow(kill: () => void): Promise<never> {
  kill();
  return await new Promise<never>(() => undefined);
}
