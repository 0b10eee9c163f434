import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  act,
  check,
  type CheckDecision,
  effect,
  type EffectDecision,
  needsOf,
  settled,
  stage,
} from '../index.ts';
import type { FactsOf, Planned } from '../index.ts';

interface Request {
  readonly tagName: string;
}

const findTag = check({
  needs: ['contents: read'],
  observe: ({ tagName }: Request) => Promise.resolve(tagName),
  decide: (_facts: Request, seen: string): CheckDecision<{ readonly commit: string }> =>
    settled({ commit: seen }, 'found'),
});

const createDraft = effect({
  needs: ['contents: write'],
  observe: () => Promise.resolve(undefined),
  decide: ({ tag }: { readonly tag: { readonly commit: string } }): EffectDecision<number, string> =>
    act(tag.commit, 'no draft'),
  act: () => Promise.resolve(1),
});

const publishDraft = effect({
  needs: ['contents: write', 'actions: read'],
  observe: () => Promise.resolve(undefined),
  decide: ({ draft }: { readonly draft: number | Planned }): EffectDecision<true, number | Planned> =>
    act(draft, 'public'),
  act: (_action: number | Planned, facts: { readonly draft: number }) => {
    expectTypeOf(facts.draft).toEqualTypeOf<number>();
    return Promise.resolve(true as const);
  },
});

const publish = stage<Request>('publish')
  .check('tag', findTag)
  .effect('draft', createDraft)
  .effect('published', publishDraft);

describe('the stage builder', () => {
  it('types each fact by its key, and as planned where a dry run has none', () => {
    expectTypeOf<FactsOf<typeof publish>['tag']>().toEqualTypeOf<{ readonly commit: string } | undefined>();
    expectTypeOf<FactsOf<typeof publish>['draft']>().toEqualTypeOf<number | Planned | undefined>();
    expect(publish.steps.map(({ name }) => name)).toEqual(['tag', 'draft', 'published']);
  });

  // `tsc -b` fails when one of the lines below compiles: an expected error that does not occur is an error.
  it('does not compile when a step comes before the facts it needs', () => {
    // @ts-expect-error -- `tag` is not a fact yet
    stage<Request>('publish').effect('draft', createDraft);
    // @ts-expect-error -- `draft` is not a fact yet
    stage<Request>('publish').check('tag', findTag).effect('published', publishDraft);
    // @ts-expect-error -- the input has no `tagName`
    stage<{ readonly other: string }>('publish').check('tag', findTag);
    expect.assertions(0);
  });

  it('does not compile when a key is used twice', () => {
    // @ts-expect-error -- `tag` is taken
    stage<Request>('publish').check('tag', findTag).check('tag', findTag);
    expect.assertions(0);
  });

  it('does not compile when a check reads a planned fact as if it were there', () => {
    const readDraft = check({
      needs: [],
      observe: ({ draft }: { readonly draft: number }) => Promise.resolve(draft),
      decide: (): CheckDecision<true> => settled(true, 'read'),
    });
    // @ts-expect-error -- `draft` may be planned only
    stage<Request>('publish').check('tag', findTag).effect('draft', createDraft).check('read', readDraft);
    expect.assertions(0);
  });

  it('collects the rights of its steps', () => {
    expect(needsOf(publish)).toEqual(['actions: read', 'contents: read', 'contents: write']);
  });
});
