import { systemClock } from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { interruptibleClock, interruption } from './interruption.ts';

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

describe('interruptibleClock', () => {
  it.each<[string, AbortSignal | undefined]>([
    ['without a signal', undefined],
    ['with another signal', new AbortController().signal],
  ])('ends a wait %s', async (_, own) => {
    const controller = new AbortController();
    const wait = interruptibleClock(systemClock, controller.signal).sleep(60_000, own);
    controller.abort(new Error('interrupted'));
    await expect(wait).rejects.toThrow();
  });

  it('keeps the time and the waits of its clock, and their own signals', async () => {
    const virtual = new VirtualClock(0);
    const clock = interruptibleClock(virtual, new AbortController().signal);
    await clock.sleep(500);
    expect([clock.now(), virtual.now()]).toEqual([500, 500]);
    await expect(clock.sleep(1, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
  });
});
