import type { FaultPoint, FaultPoints } from './fault-points.ts';

/**
 * Fault points that end the process at one of them, for tests with real processes. The order is `kill before 12` or
 * `kill after 12`: the n-th point, from 0, before its effect or after it landed. Undefined for any other text.
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
      if (index === at && when === 'before') await die(kill);
      const answer = await effect();
      if (index === at && when === 'after') await die(kill);
      return answer;
    },
  };
}

/** The signal needs a moment to arrive; nothing more may happen in it. */
async function die(kill: () => void): Promise<never> {
  kill();
  return await new Promise<never>(() => undefined);
}
