/** The parsed message of a merge commit. */
export interface MergeMessage {
  readonly pullRequest: number | undefined;
  /** The merged branch without its owner. */
  readonly branch: string | undefined;
  /** The pull request's title; empty when the message has none. */
  readonly title: string;
}

const GITHUB = /^Merge pull request (?:[\w./-]+)?#(\d+) from (\S+)/;
const BITBUCKET = /^Merged in (\S+) \(pull request #(\d+)\)/;
const BRANCH = /^Merge(?:d)? (?:remote-tracking )?branch '([^']+)'/;
const GITLAB_NUMBER = /^See merge request \S*!(\d+)$/m;

/** Parses the merge messages of GitHub, GitLab, Bitbucket and git itself; `undefined` when the author wrote the subject. */
export function parseMergeMessage(subject: string, body: string): MergeMessage | undefined {
  if (!subject.startsWith('Merge')) return undefined;
  const github = GITHUB.exec(subject);
  if (github !== null) {
    const branch = (github[2] ?? '').replace(/^[^/]*\//, '');
    return { pullRequest: Number(github[1]), branch, title: titleIn(body) };
  }
  const bitbucket = BITBUCKET.exec(subject);
  if (bitbucket !== null) {
    return { pullRequest: Number(bitbucket[2]), branch: bitbucket[1], title: titleIn(body) };
  }
  const plain = BRANCH.exec(subject);
  if (plain === null) return undefined;
  const gitlab = GITLAB_NUMBER.exec(body);
  return {
    pullRequest: gitlab === null ? undefined : Number(gitlab[1]),
    branch: plain[1],
    title: gitlab === null ? '' : titleIn(body),
  };
}

const NO_TITLE = /^(?:#|[A-Za-z-]+-by: |\* |Conflicts:|See merge request )/;

function titleIn(body: string): string {
  const start = body.trimStart();
  const end = start.indexOf('\n');
  const line = (end < 0 ? start : start.slice(0, end)).trim();
  return NO_TITLE.test(line) ? '' : line;
}
