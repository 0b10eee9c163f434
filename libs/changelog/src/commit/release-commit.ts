import { FirstSigns } from './first-signs.ts';

const VERSION = String.raw`v?\.?\d+(?:\.\d+)+(?:[-_.]?[a-z]+[-_.]?\d*)*(?:\+[\w.]+)?`;
const BUMP = String.raw`(?: bump-[a-z]+)?`;

/** Whole subjects, `(#12)` taken off, that announce a release and nothing else. */
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
  // Not u, which makes the ignored case of each letter costly; the signs need it not, for none stands in brackets.
  'i',
);
const START =
  /^(?:merge pull request r|release|chore|build|ci|bump(?:ing)?:? version|v?\.?\d|🔖|:bookmark:)/i;
const FIRST_SIGNS = new FirstSigns('MRCBV.0123456789:');
const BRANCH_SIGNS = new FirstSigns('R');
const BRANCH = new RegExp(`^release[-/]${VERSION}$|^release-please--`, 'i');

/** Every announcement has a version in it, and few other subjects do. */
const NUMBERS = /\d\.\d/;

/** Whether a subject only announces a release: `Release v1.2.3`, `release-v1.1.3 bump-patch`, `Release version 1.2.3`. */
export function isReleaseSubject(subject: string): boolean {
  if (subject.length >= 120 || !FIRST_SIGNS.begin(subject)) return false;
  return START.test(subject) && NUMBERS.test(subject) && SUBJECTS.test(subject);
}

/** Whether a branch proposes a release: `release-v1.2.3`. */
export function isReleaseBranch(branch: string): boolean {
  return BRANCH_SIGNS.begin(branch) && BRANCH.test(branch);
}

const CHANGELOG_EDIT =
  /^(?:[^\w\s]+\s*|:\w+: *)?(?:(?:docs|chore)(?:\([^()]*\))?: )?(?:update|edit|fix|clean ?up|tidy)(?:s|ed|ing)? (?:the )?(?:change ?log|changes|history|news|release notes)(?:\.\w+)?$/i;

const CHANGELOG_NAME = /log|changes|history|news|release notes/i;
const EDIT_SIGNS = new FirstSigns('DCUEFT:!"#$%&()*+,-./;<=>?@[]^{|}~');

/** Whether a subject says that only the changelog was edited: `Update CHANGELOG.md`. */
export function isChangelogEdit(subject: string): boolean {
  if (subject.length >= 80 || !EDIT_SIGNS.begin(subject)) return false;
  return CHANGELOG_NAME.test(subject) && CHANGELOG_EDIT.test(subject);
}
