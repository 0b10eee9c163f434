import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { describe, expect, it } from 'vitest';

/** Size of a new process's young generation after much garbage, some of which lives for a while. */
function sizeAfterGarbage(limited: boolean): number {
  const script = `
    import { getHeapSpaceStatistics } from 'node:v8';
    import { YoungGeneration } from ${JSON.stringify(new URL('young-generation.ts', import.meta.url).href)};
    const young = new YoungGeneration();
    let alive = [];
    for (let round = 0; round < 400; round += 1) {
      alive = alive.slice(-20000);
      for (let at = 0; at < 10000; at += 1) alive.push({ round, at, more: [round, at] });
      ${limited ? 'young.limit();' : ''}
    }
    console.log(getHeapSpaceStatistics().find((space) => space.space_name === 'new_space').space_size);
  `;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' }),
  );
}

describe('YoungGeneration', () => {
  it('stays below 30 MB where V8 would grow it further', () => {
    expect(sizeAfterGarbage(false)).toBeGreaterThan(30_000_000);
    expect(sizeAfterGarbage(true)).toBeLessThan(30_000_000);
  });
});
