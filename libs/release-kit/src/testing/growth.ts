/**
 * How much longer `run` takes for a text 16 times as long: about 16 if its work is in proportion to the length, 256 if it takes the square.
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
  return best(LENGTH * 16) / Math.max(best(LENGTH), 0.1);
}

const LENGTH = 4_000;

/** Between work in proportion (16) and its square (256). */
export const LINEAR_GROWTH = 100;
