import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { HistoryProgress } from './history-progress.ts';

describe('HistoryProgress', () => {
  it.each([
    { where: 'a person who sends the changelog elsewhere', out: false, err: true, said: true },
    { where: 'a person who reads it on the terminal', out: true, err: true, said: false },
    { where: 'a log', out: false, err: false, said: false },
  ])('to $where says once a second: $said', async ({ out, err, said }) => {
    const lines: string[] = [];
    const sink = (isTTY: boolean) => ({ isTTY, write: (text: string) => lines.push(text) });
    const clock = new VirtualClock();
    const progress = new HistoryProgress({ stdout: sink(out), stderr: sink(err) }, clock);
    await Promise.resolve();
    clock.advance(999);
    progress.read(700);
    clock.advance(1);
    progress.read(500);
    progress.read(500);
    clock.advance(1000);
    progress.read(1);
    progress.end();
    expect(lines).toEqual(
      said ? ['reading the history\n', '1,200 commits read\n', '1,701 commits read\n'] : [],
    );
  });

  it('says nothing of a short history', async () => {
    const lines: string[] = [];
    const clock = { now: () => 0, sleep: sleepUntilStopped };
    const stderr = { isTTY: true, write: (text: string) => lines.push(text) };
    const progress = new HistoryProgress({ stdout: { write: () => true }, stderr }, clock);
    progress.read(100);
    progress.end();
    await Promise.resolve();
    expect(lines).toEqual([]);
  });
});

async function sleepUntilStopped(_ms: number, signal?: AbortSignal): Promise<void> {
  await new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => {
      reject(signal.reason as Error);
    });
  });
}
