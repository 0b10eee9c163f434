/**
 * How much longer `run` takes for a text 32 times as long: about 32 if its work is in proportion to the length, 1024 if it takes the square.
 * Takes the best of several runs, so that a busy machine makes little difference.
 */
export function growthOf(run: (text: string) => unknown, textOf: (length: number) => string): number {
  const best = (length: number) => {
    const text = textOf(length);
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      run(text);
      return performance.now() - start;
    });
    return Math.min(...times);
  };
  best(LENGTH);
  // The resolution of the clock limits how small a time can be measured.
  return best(LENGTH * 32) / Math.max(best(LENGTH), 0.1);
}

const LENGTH = 3_000;

/** Between work in proportion (32) and its square (1024). */
export const LINEAR_GROWTH = 250;
