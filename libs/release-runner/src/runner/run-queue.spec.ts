import { describe, expect, it } from 'vitest';
import { RunQueue } from './run-queue.ts';
import type { Queued } from './run-queue.ts';

interface Item extends Queued {
  readonly name: string;
  readonly stopped: string[];
}

function item(name: string, group?: string, more: Partial<Queued> = {}): Item {
  const stopped: string[] = [];
  return {
    name,
    group,
    cancelInProgress: false,
    keep: 'single',
    stopped,
    stop: (because) => stopped.push(because),
    ...more,
  };
}

const names = (items: readonly Item[]) => items.map(({ name }) => name);

function drain(queue: RunQueue<Item>): string[] {
  const order: string[] = [];
  for (let next = queue.next(); next !== undefined; next = queue.next()) {
    order.push(next.name);
    queue.done(next);
  }
  return order;
}

describe('RunQueue', () => {
  it('keeps the order of arrival', () => {
    const queue = new RunQueue<Item>();
    for (const name of ['a', 'b', 'c']) expect(queue.add(item(name))).toEqual([]);
    expect(drain(queue)).toEqual(['a', 'b', 'c']);
  });

  it('lets one item of a group wait; groups are case-insensitive', () => {
    const queue = new RunQueue<Item>();
    queue.add(item('a', 'one'));
    queue.add(item('b', 'ONE'));
    queue.add(item('x', 'two'));
    expect(names(queue.add(item('c', 'one')))).toEqual(['b']);
    expect(drain(queue)).toEqual(['a', 'x', 'c']);
  });

  it('keeps all waiting items with max', () => {
    const queue = new RunQueue<Item>();
    for (const name of ['a', 'b', 'c']) {
      expect(queue.add(item(name, 'one', { keep: 'max' }))).toEqual([]);
    }
    expect(drain(queue)).toEqual(['a', 'b', 'c']);
  });

  it('stops the running item for a new one that cancels, and lets it end first', () => {
    const queue = new RunQueue<Item>();
    const first = item('a', 'one');
    queue.add(first);
    queue.next();
    expect(names(queue.add(item('b', 'one', { cancelInProgress: true })))).toEqual([]);
    expect(first.stopped).toHaveLength(1);
    expect(queue.next()).toBeUndefined();
    queue.done(first);
    expect(queue.next()?.name).toBe('b');
  });

  it('cancels items that have not started for a new one that cancels', () => {
    const queue = new RunQueue<Item>();
    queue.add(item('a', 'one'));
    queue.add(item('b', 'one'));
    expect(names(queue.add(item('c', 'one', { cancelInProgress: true })))).toEqual(['a', 'b']);
    expect(drain(queue)).toEqual(['c']);
  });
});
