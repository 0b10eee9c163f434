import { PatternParser } from './pattern-parser.ts';
import type { PatternNode } from './pattern-parser.ts';
import type { TextSpan } from './text-place.ts';

/** Thrown when a search takes more steps than are allowed. */
export class PatternWorkError extends Error {
  override readonly name = 'PatternWorkError';
}

/** Continues a match at an offset; whether the rest matches. */
type Rest = (at: number) => boolean;

/** Matches a node at an offset, then the rest. */
type Matcher = (at: number, rest: Rest) => boolean;

/** One search: the text, the groups found so far, and the work done. */
interface Search {
  readonly text: string;
  readonly groups: (TextSpan | undefined)[];
  steps: number;
  depth: number;
}

const STEPS = 2_000_000;
const STEPS_PER_CHARACTER = 40;
/** Iterations of a group that can be nested before the stack is full; a repeated character needs no nesting. */
const DEPTH = 1000;

/**
 * A regular expression that finds its first match as JavaScript does (flag `m`), in a limited number of steps. It backtracks like any engine
 * with back references, so a hostile pattern can need a step for every subset of its text; V8 would never come back. RE2 is not an
 * alternative: Hatch's own pattern has a back reference.
 */
export class BoundedPattern {
  readonly names: ReadonlyMap<string, number>;
  readonly groupCount: number;
  readonly #root: PatternNode;

  /** Parses a source that `RegExp` accepts; undefined if it uses a feature that this class lacks. */
  constructor(source: string, flags: string) {
    const parser = new PatternParser(source, flags);
    this.#root = parser.parse();
    this.names = parser.names;
    this.groupCount = parser.groupCount;
  }

  /** The groups of the first match, by number; group 0 is the whole match. Errors: {@link PatternWorkError}. */
  exec(text: string): readonly (TextSpan | undefined)[] | undefined {
    const search: Search = { text, groups: [], steps: STEPS + STEPS_PER_CHARACTER * text.length, depth: 0 };
    const match = compile(this.#root, search);
    for (let start = 0; start <= text.length; start += 1) {
      search.groups.length = 0;
      let end = start;
      const found = match(start, (at) => {
        end = at;
        return true;
      });
      if (!found) continue;
      search.groups[0] = { start, end };
      return search.groups;
    }
    return undefined;
  }
}

function spend(search: Search): void {
  search.steps -= 1;
  if (search.steps < 0) throw new PatternWorkError('too many steps');
}

function compile(node: PatternNode, search: Search): Matcher {
  switch (node.kind) {
    case 'character':
      return (at, rest) => {
        spend(search);
        return at < search.text.length && node.accepts(search.text[at] ?? '') && rest(at + 1);
      };
    case 'sequence':
      return node.items
        .map((item) => compile(item, search))
        .reduceRight<Matcher>(
          (next, matcher) => (at, rest) => matcher(at, (after) => next(after, rest)),
          (at, rest) => rest(at),
        );
    case 'choice': {
      const choices = node.items.map((item) => compile(item, search));
      return (at, rest) => {
        spend(search);
        return choices.some((matcher) => matcher(at, rest));
      };
    }
    case 'group': {
      const inner = compile(node.inner, search);
      return (at, rest) =>
        inner(at, (end) => {
          const before = search.groups[node.number];
          search.groups[node.number] = { start: at, end };
          if (rest(end)) return true;
          search.groups[node.number] = before;
          return false;
        });
    }
    case 'reference':
      return (at, rest) => {
        const { start = 0, end = 0 } = search.groups[node.group()] ?? {};
        const sought = search.text.slice(start, end);
        search.steps -= sought.length;
        spend(search);
        return node.same(search.text.slice(at, at + sought.length), sought) && rest(at + sought.length);
      };
    case 'place':
      return (at, rest) => {
        spend(search);
        return node.holds(search.text, at) && rest(at);
      };
    case 'look': {
      const inner = compile(node.inner, search);
      return (at, rest) => {
        const before = [...search.groups];
        const from = at - node.back;
        const found = from >= 0 && inner(from, () => true);
        if (!found || node.negative) search.groups.splice(0, Infinity, ...before);
        if (found === node.negative) return false;
        if (rest(at)) return true;
        search.groups.splice(0, Infinity, ...before);
        return false;
      };
    }
    case 'repeat':
      return node.inner.kind === 'character'
        ? repeatCharacter(node, node.inner.accepts, search)
        : repeatGroup(node, compile(node.inner, search), search);
  }
}

type Repeat = Extract<PatternNode, { kind: 'repeat' }>;

function repeatCharacter(
  { min, max, lazy }: Repeat,
  accepts: (char: string) => boolean,
  search: Search,
): Matcher {
  return (at, rest) => {
    const { text } = search;
    const fits = (count: number) => at + count < text.length && accepts(text[at + count] ?? '');
    let count = 0;
    for (; count < min; count += 1) {
      spend(search);
      if (!fits(count)) return false;
    }
    if (lazy) {
      for (; !rest(at + count); count += 1) {
        spend(search);
        if (count >= max || !fits(count)) return false;
      }
      return true;
    }
    for (; count < max && fits(count); count += 1) spend(search);
    for (; count >= min; count -= 1) {
      spend(search);
      if (rest(at + count)) return true;
    }
    return false;
  };
}

function repeatGroup(
  { min, max, lazy, groups: [first, last] }: Repeat,
  inner: Matcher,
  search: Search,
): Matcher {
  const iterate = (count: number, at: number, rest: Rest): boolean => {
    spend(search);
    if (count < min) return again(count, at, rest);
    if (lazy) return rest(at) || (count < max && again(count, at, rest));
    return (count < max && again(count, at, rest)) || rest(at);
  };
  const again = (count: number, at: number, rest: Rest): boolean => {
    search.depth += 1;
    if (search.depth > DEPTH) throw new PatternWorkError('too deep');
    // In JavaScript each iteration starts with empty groups.
    const before = search.groups.slice(first, last);
    for (let group = first; group < last; group += 1) search.groups[group] = undefined;
    const found = inner(at, (after) => (after > at || count < min) && iterate(count + 1, after, rest));
    search.depth -= 1;
    if (!found)
      for (let group = first; group < last; group += 1) search.groups[group] = before[group - first];
    return found;
  };
  return (at, rest) => iterate(0, at, rest);
}
