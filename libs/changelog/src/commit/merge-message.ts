/** The parsed message of a merge commit. */
export interface MergeMessage {
  readonly pullRequest: number | undefined;
  /** The merged branch without its owner. */
  readonly branch: string | undefined;
  /** The pull request's title; empty when the message has none. */
  readonly title: string;
  /** Whether it fixes a vulnerability: GitHub's merge of an advisory, or a branch with the name of one. */
  readonly isAdvisory: boolean;
}

const GITHUB = /^Merge pull request (?:[\w./-]+)?#(\d+) from (\S+)/;
const BITBUCKET = /^Merged in (\S+) \(pull request #(\d+)\)/;
const BRANCH = /^Merge(?:d)? (?:remote-tracking )?branch '([^']+)'/;
const GITLAB_NUMBER = /^See merge request \S*!(\d+)$/m;

/** The subject of every merge from the private fork of an advisory. */
const ADVISORY = /^Merge commit from fork$/;
/** The branches of advisories: GitHub's own name, or the identifier of the advisory. */
const ADVISORY_BRANCH = /^advisory-fix-\d+$|(?:^|[/_-])ghsa(?:-[23456789cfghjmpqrvwx]{4}){3}(?:$|[/_-])/i;
const AZURE = /^Merged PR (\d+): (.+)$/;

/** Parses the merge messages of GitHub, GitLab, Bitbucket, Azure DevOps and git itself; `undefined` when the author wrote the subject. */
export function parseMergeMessage(subject: string, body: string): MergeMessage | undefined {
  if (!subject.startsWith('Merge')) return undefined;
  const github = GITHUB.exec(subject);
  if (github !== null) {
    const branch = (github[2] ?? '').replace(/^[^/]*\//, '');
    return { pullRequest: Number(github[1]), branch, title: titleIn(body), isAdvisory: isAdvisory(branch) };
  }
  const bitbucket = BITBUCKET.exec(subject);
  if (bitbucket !== null) {
    const [, branch = '', number] = bitbucket;
    return { pullRequest: Number(number), branch, title: titleIn(body), isAdvisory: isAdvisory(branch) };
  }
  const azure = AZURE.exec(subject);
  if (azure !== null) {
    return { pullRequest: Number(azure[1]), branch: undefined, title: azure[2] ?? '', isAdvisory: false };
  }
  if (ADVISORY.test(subject)) {
    return { pullRequest: undefined, branch: undefined, title: advisoryTitle(body), isAdvisory: true };
  }
  const plain = BRANCH.exec(subject);
  if (plain === null) return undefined;
  const gitlab = GITLAB_NUMBER.exec(body);
  return {
    pullRequest: gitlab === null ? undefined : Number(gitlab[1]),
    branch: plain[1],
    title: gitlab === null ? '' : titleIn(body),
    isAdvisory: isAdvisory(plain[1] ?? ''),
  };
}

function isAdvisory(branch: string): boolean {
  return ADVISORY_BRANCH.test(branch);
}

/** The title of an advisory's fix: the first line of the body, or the first item where a squash lists its commits. */
function advisoryTitle(body: string): string {
  return titleIn(body.trimStart().replace(/^[*-] +/, ''));
}

const NO_TITLE = /^(?:#|[A-Za-z-]+-by: |\* |Conflicts:|See merge request )/;

function titleIn(body: string): string {
  const start = body.trimStart();
  const end = start.indexOf('\n');
  const line = (end < 0 ? start : start.slice(0, end)).trim();
  return NO_TITLE.test(line) ? '' : line;
}
