import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { interruption } from './interruption.ts';

/** Sends a signal at each time, in milliseconds, and returns the state after each signal. */
function statesAfter(times: readonly number[]): { readonly aborted: boolean; readonly insisted: number }[] {
  const clock = new VirtualClock(0);
  let send: () => void = () => undefined;
  let insisted = 0;
  const signal = interruption(
    (listener) => {
      send = listener;
    },
    clock,
    () => {
      insisted += 1;
    },
  );
  expect(signal.aborted).toBe(false);
  return times.map((time) => {
    clock.advance(time - clock.now());
    send();
    return { aborted: signal.aborted, insisted };
  });
}

describe('interruption', () => {
  it.each<[string, number[], number]>([
    ['one signal', [5], 0],
    ['several at once, from a terminal and a parent process', [5, 5, 5], 0],
    ['several within a second', [5, 300, 1005], 0],
    ['a later signal', [5, 1006], 1],
    ['several signals and a later one', [5, 6, 7, 2000], 1],
  ])('%s', (_, times, insisted) => {
    const states = statesAfter(times);
    expect(states.every(({ aborted }) => aborted)).toBe(true);
    expect(states.at(-1)?.insisted).toBe(insisted);
  });
});
