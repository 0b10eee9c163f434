import { gitCommitJson, refJson, tagJson } from '../json/git.ts';
import { notFound } from '../model/refusal.ts';
import type { GitHubState } from '../model/state.ts';
import { acceptedWithWorkflows } from '../domain/workflow-file-rule.ts';
import { compare } from './compare.ts';
import { createRef } from './create-ref.ts';
import { createTag } from './create-tag.ts';
import { requireCommits } from './require-commits.ts';
import { fullSha } from './full-sha.ts';
import type { Operation } from './gateway.ts';

/** Operations on refs, tag objects and commits. */
export function gitOperations(state: GitHubState): Operation[] {
  return [
    {
      name: 'github.git.getRef',
      method: 'GET',
      path: '/git/ref/:ref{.+}',
      needs: ['contents', 'read'],
      handle: (call) => {
        requireCommits(call);
        const ref = call.repository.git.ref(`refs/${call.param('ref')}`);
        if (ref === undefined) throw notFound();
        return { status: 200, json: refJson(state, call.repository, ref) };
      },
    },
    {
      name: 'github.git.listMatchingRefs',
      method: 'GET',
      path: '/git/matching-refs/:ref{.+}',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => {
        requireCommits(call);
        const prefix = `refs/${call.param('ref')}`;
        const refs = [...call.repository.git.refs().values()].filter((ref) => ref.name.startsWith(prefix));
        return { status: 200, json: refs.map((ref) => refJson(state, call.repository, ref)) };
      },
    },
    {
      name: 'github.git.createTag',
      method: 'POST',
      path: '/git/tags',
      needs: ['contents', 'write'],
      handle: (call) => createTag(state, call),
    },
    {
      name: 'github.git.getTag',
      method: 'GET',
      path: '/git/tags/:sha',
      needs: ['contents', 'read'],
      handle: (call) => {
        const sha = call.param('sha');
        const { git } = call.repository;
        if (!fullSha.test(sha) || git.object(sha)?.type !== 'tag') throw notFound();
        return { status: 200, json: tagJson(state, call.repository, git.tag(sha)) };
      },
    },
    {
      name: 'github.git.createRef',
      method: 'POST',
      path: '/git/refs',
      needs: ['contents', 'write'],
      accepted: acceptedWithWorkflows,
      handle: (call) => createRef(state, call),
    },
    {
      name: 'github.git.getCommit',
      method: 'GET',
      path: '/git/commits/:sha',
      needs: ['contents', 'read'],
      handle: (call) => {
        const sha = call.param('sha');
        const { git } = call.repository;
        if (!fullSha.test(sha) || git.object(sha)?.type !== 'commit') throw notFound();
        return { status: 200, json: gitCommitJson(state, call.repository, git.commit(sha)) };
      },
    },
    {
      name: 'github.commits.compare',
      method: 'GET',
      path: '/compare/:basehead{.+}',
      needs: ['contents', 'read'],
      query: ['per_page', 'page'],
      handle: (call) => compare(state, call),
    },
  ];
}
