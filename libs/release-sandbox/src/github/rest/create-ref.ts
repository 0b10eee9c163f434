import { isRefName } from '../git/ref-name.ts';
import { zeroSha } from '../git/environment.ts';
import { refJson } from '../json/git.ts';
import { Refusal, unprocessable } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import { syncRefs } from '../domain/sync-refs.ts';
import { newWorkflowFile } from '../domain/workflow-file-rule.ts';
import { requireCommits } from './require-commits.ts';
import { fullSha } from './full-sha.ts';
import type { Call, Reply } from './gateway.ts';

/** Creates a branch or a tag. */
export async function createRef(state: GitHubState, call: Call): Promise<Reply> {
  const { repository, token, by } = call;
  const body = await call.body({
    ref: { type: 'string', required: true },
    sha: { type: 'string', required: true },
  });
  requireCommits(call);
  const ref = body.text('ref') ?? '';
  const sha = body.text('sha') ?? '';
  const { git } = repository;
  const isBranch = ref.startsWith('refs/heads/');
  if (!isBranch && !ref.startsWith('refs/tags/'))
    throw unprocessable("Reference name must start with 'refs/' and contain at least one more '/'");
  if (!isRefName(ref)) throw unprocessable(`${ref} is not a valid ref name.`);
  if (!fullSha.test(sha))
    throw unprocessable('The sha parameter must be exactly 40 characters and contain only [0-9a-f].');
  const object = git.object(sha);
  if (object === undefined) throw unprocessable('Object does not exist');
  if (isBranch && object.type !== 'commit') throw unprocessable('Reference update failed');
  const commit = git.resolve(sha);
  if (git.ref(ref) !== undefined) throw unprocessable('Reference already exists');
  if (commit !== undefined && newWorkflowFile(repository, token, commit) !== undefined)
    throw new Refusal(403, 'Resource not accessible by integration');
  if (!git.updateRef(ref, sha, zeroSha)) throw unprocessable('Reference already exists');
  syncRefs(state, repository, by);
  const json = refJson(state, repository, { name: ref, sha, type: object.type });
  return { status: 201, json, headers: { location: json.url } };
}
