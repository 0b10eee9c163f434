import { FirstCharacters } from './first-characters.ts';

const VERSION = String.raw`v?\.?\d+(?:\.\d+)+(?:[-_.]?[a-z]+[-_.]?\d*)*(?:\+[\w.]+)?`;
const BUMP = String.raw`(?: bump-[a-z]+)?`;

/** Whole subjects, without `(#12)`, that announce a release and nothing else. */
const SUBJECTS = new RegExp(
  `^(?:${[
    // heroku-release itself, and the script it replaces.
    `(?:merge pull request )?release[- ](?:of )?(?:version )?${VERSION}${BUMP}`,
    `release[:/] ?(?:version )?${VERSION}`,
    // release-please, semantic-release, commitizen, bump2version, npm version.
    `(?:chore|build|ci)(?:\\([\\w./-]*\\))?: (?:release |bump version (?:number )?|bump (?=to ))(?:to )?${VERSION}`,
    `(?:chore\\(release\\)|release): (?:[\\w@/-]+ )?${VERSION}`,
    `bump(?:ing)?:? version:? (?:from )?(?:to )?${VERSION}(?: (?:→|->|=>|to) ${VERSION})?`,
    `(?:🔖|:bookmark:) release (?:version )?${VERSION}`,
    VERSION,
  ].join('|')})\\.?(?: \\[skip ci\\])?$`,
  // Without the flag u, which makes ignoring case slow. The emoji do not need it, since none is inside brackets.
  'i',
);
const START =
  /^(?:merge pull request r|release|chore|build|ci|bump(?:ing)?:? version|v?\.?\d|🔖|:bookmark:)/i;
const FIRST_CHARACTERS = new FirstCharacters('MRCBV.0123456789:');
const BRANCH_START = new FirstCharacters('R');
const BRANCH = new RegExp(`^release[-/]${VERSION}$|^release-please--`, 'i');

/** Every announcement contains a version; few other subjects do. */
const NUMBERS = /\d\.\d/;

/** Whether a subject only announces a release: `Release v1.2.3`, `release-v1.1.3 bump-patch`, `Release version 1.2.3`. */
export function isReleaseSubject(subject: string): boolean {
  if (subject.length >= 120 || !FIRST_CHARACTERS.match(subject)) return false;
  return START.test(subject) && NUMBERS.test(subject) && SUBJECTS.test(subject);
}

/** Whether a branch is a release branch: `release-v1.2.3`. */
export function isReleaseBranch(branch: string): boolean {
  return BRANCH_START.match(branch) && BRANCH.test(branch);
}

const CHANGELOG_EDIT =
  /^(?:[^\w\s]+\s*|:\w+: *)?(?:(?:docs|chore)(?:\([^()]*\))?: )?(?:update|edit|fix|clean ?up|tidy)(?:s|ed|ing)? (?:the )?(?:change ?log|changes|history|news|release notes)(?:\.\w+)?$/i;

const CHANGELOG_NAME = /log|changes|history|news|release notes/i;
const EDIT_START = new FirstCharacters('DCUEFT:!"#$%&()*+,-./;<=>?@[]^{|}~');

/** Whether a subject only announces an edit of the changelog: `Update CHANGELOG.md`. */
export function isChangelogEdit(subject: string): boolean {
  if (subject.length >= 80 || !EDIT_START.match(subject)) return false;
  return CHANGELOG_NAME.test(subject) && CHANGELOG_EDIT.test(subject);
}
