import { VirtualClock } from '@heroku-release/release-kit/testing';
import { describe, expect, it } from 'vitest';
import { HistoryProgress } from './history-progress.ts';

describe('HistoryProgress', () => {
  it.each([
    { where: 'a terminal', isTTY: true },
    { where: 'a log', isTTY: false },
  ])('on $where shows progress once a second: $isTTY', async ({ isTTY }) => {
    const lines: string[] = [];
    const stderr = { isTTY, write: (text: string) => lines.push(text) };
    const clock = new VirtualClock();
    const progress = new HistoryProgress({ stderr }, clock);
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
      isTTY ? ['reading the history\n', '1,200 commits read\n', '1,701 commits read\n'] : [],
    );
  });

  it('shows nothing for a short history', async () => {
    const lines: string[] = [];
    const clock = { now: () => 0, sleep: sleepUntilStopped };
    const stderr = { isTTY: true, write: (text: string) => lines.push(text) };
    const progress = new HistoryProgress({ stderr }, clock);
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
