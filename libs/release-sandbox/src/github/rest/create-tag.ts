import { noreplyAddress } from '../model/accounts.ts';
import { isRefName } from '../git/ref-name.ts';
import { tagJson } from '../json/git.ts';
import { unprocessable } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import { requireCommits } from './require-commits.ts';
import { fullSha } from './full-sha.ts';
import type { Call, Reply } from './gateway.ts';

/** Writes an annotated tag object, without a ref. The same input gives the same object. */
export async function createTag(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, by } = call;
  const body = await call.body({
    tag: { type: 'string', required: true },
    message: { type: 'string', required: true },
    object: { type: 'string', required: true },
    type: { type: 'string', required: true, oneOf: ['commit', 'tree', 'blob'] },
    tagger: { type: 'object' },
  });
  requireCommits(call);
  const name = body.text('tag') ?? '';
  const object = body.text('object') ?? '';
  const type = body.text('type') ?? '';
  if (!isRefName(`refs/tags/${name}`)) throw unprocessable('Tag name is not valid');
  if (!fullSha.test(object) || repository.git.object(object)?.type !== type)
    throw unprocessable('Object does not exist');
  const tagger = body.record('tagger');
  const text = (key: string): string | undefined => {
    const value = tagger?.[key];
    return typeof value === 'string' ? value : undefined;
  };
  if (tagger !== undefined && (text('name') === undefined || text('email') === undefined))
    throw unprocessable('Invalid request.\n\n"name", "email" weren\'t supplied.');
  const date = text('date');
  const atMs = date === undefined ? state.nowMs : Date.parse(date);
  if (Number.isNaN(atMs)) throw unprocessable(`Invalid request.\n\n"${date ?? ''}" is not a date.`);
  const sha = repository.git.writeTag({
    name,
    object,
    type,
    message: body.text('message') ?? '',
    tagger: {
      name: text('name') ?? by.account.login,
      email: text('email') ?? noreplyAddress(by.account),
      atMs,
    },
  });
  const json = tagJson(state, repository, repository.git.tag(sha));
  return { status: 201, json, headers: { location: json.url } };
}
