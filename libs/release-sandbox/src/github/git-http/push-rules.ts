import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Token } from '../model/token.ts';
import type { Repository } from '../model/repository.ts';
import { newWorkflowFile } from '../domain/workflow-file-rule.ts';
import { zeroSha } from '../git/environment.ts';
import type { PushRequest, RefCommand } from './pkt-line.ts';

/** A refused push: a message for people, and the reasons by ref. */
export interface PushRefusal {
  readonly text: string;
  readonly reasons: ReadonlyMap<string, string>;
}

/** Checks a push: tags cannot be moved or deleted, a job token cannot add workflow files, and only GitHub writes `refs/pull/`. */
export function checkPush(repository: Repository, token: Token, push: PushRequest): PushRefusal | undefined {
  return (
    refuse(push, tagRule, 'GH013: Repository rule violations found') ??
    refuse(push, hiddenRule, 'deny updating a hidden ref') ??
    workflowRule(repository, token, push)
  );
}

function refuse(
  push: PushRequest,
  rule: (command: RefCommand) => string | undefined,
  text: string,
): PushRefusal | undefined {
  const reasons = new Map<string, string>();
  for (const command of push.commands) {
    const reason = rule(command);
    if (reason !== undefined) reasons.set(command.ref, reason);
  }
  if (reasons.size === 0) return undefined;
  return { text: `error: ${text} for ${[...reasons.keys()].join(', ')}.`, reasons };
}

function tagRule({ ref, before }: RefCommand): string | undefined {
  return ref.startsWith('refs/tags/') && before !== zeroSha
    ? 'push declined due to repository rule violations'
    : undefined;
}

function hiddenRule({ ref }: RefCommand): string | undefined {
  return /^refs\/(heads|tags)\//.test(ref) ? undefined : 'deny updating a hidden ref';
}

/** Reads the pack without adding it to the repository. */
function workflowRule(repository: Repository, token: Token, push: PushRequest): PushRefusal | undefined {
  if (token.kind !== 'job') return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-push-'));
  try {
    const env = {
      GIT_OBJECT_DIRECTORY: folder,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: join(repository.git.directory, 'objects'),
    };
    if (push.pack.byteLength > 0) repository.git.git(['unpack-objects', '-q'], { input: push.pack, env });
    return refuse(
      push,
      ({ after }) => {
        if (after === zeroSha) return undefined;
        const file = newWorkflowFile(repository, token, after, env);
        return file === undefined
          ? undefined
          : `refusing to allow a GitHub App to create or update workflow \`${file}\` without \`workflows\` permission`;
      },
      'the token may not change workflow files',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
