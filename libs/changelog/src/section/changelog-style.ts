import type { DateForm } from './date-form.ts';

/** How a changelog is written, so that a new section looks as if the same hand wrote it. */
export interface ChangelogStyle {
  /**
   * `markdown` can be written. `new` is an empty text: the default style. `rst` (or plain text underlined like it) and
   * `pointer` (a file that only says where the changelog is) are recognised, `unknown` is not, and none of the three is written.
   */
  readonly kind: 'markdown' | 'new' | 'rst' | 'pointer' | 'unknown';
  /** The heading's lines without line ends; see {@link HeadingForm}. */
  readonly heading: HeadingForm;
  /** A line after the heading that gives the date, such as `Released on {date}.` */
  readonly dateLine?: string;
  readonly dateForm: DateForm;
  /** A heading that every section has between its own heading and the groups, such as `### What's Changed`. */
  readonly wrapper?: string;
  readonly groups: GroupForm;
  readonly bullet: BulletForm;
  readonly references: ReferenceForm;
  readonly spacing: Spacing;
  /** The line between sections, such as `---`. */
  readonly rule?: string;
  /** Sections of old versions first. */
  readonly oldestFirst: boolean;
  /** The text of the heading that collects what is not released yet. */
  readonly unreleased?: string;
  /** The line after which tools insert, such as `<!-- towncrier release notes start -->`. */
  readonly marker?: string;
  readonly lineEnd: '\n' | '\r\n';
}

/** The heading of a section. */
export interface HeadingForm {
  readonly level: number;
  /** The sign of the line under it; `undefined` for a heading with `#`. */
  readonly underline?: '=' | '-';
  /**
   * Everything on the line, with `{version}`, `{date}`, `{tag}`, `{previousTag}` and `{repository}` (the address of the project) in the
   * places of their values.
   */
  readonly template: string;
  /** The form of the heading's date, when it has one. */
  readonly hasDate: boolean;
  /** Where the link in the heading leads; `definition` is a line `[1.2.0]: https://...` at the end of the file. */
  readonly link: 'none' | 'compare' | 'release' | 'tree' | 'other' | 'definition';
  /** The address of the definition, with the same places; only for `definition`. */
  readonly definition?: string;
  /** What the file puts in front of versions in tags, such as `v`; `undefined` where no tag is seen. */
  readonly tagPrefix?: string;
  /** The project's address as the file has it. */
  readonly repository?: string;
}

/** The lines that name groups. */
export interface GroupForm {
  readonly kind: 'heading' | 'bold' | 'bold-italic' | 'none';
  /** For `heading`. */
  readonly level: number;
  /** Whether a colon follows a bold name, inside the stars. */
  readonly colon: boolean;
  /** The names that the newest sections use, in the order in which they have them. */
  readonly names: readonly string[];
  /** Names that only older sections use: breaking changes are rare. */
  readonly olderNames?: readonly string[];
}

/** The lines of entries. */
export interface BulletForm {
  /** The spaces in front of the sign, in files that have some there. */
  readonly indent?: string;
  readonly sign: '-' | '*' | '+';
  /** The spaces after the sign. */
  readonly gap: string;
  /** A blank line between entries. */
  readonly apart: boolean;
  /** Whether a scope is written `**scope:** text` or `**scope**: text`. */
  readonly scope: 'colon-inside' | 'colon-outside';
}

/** How an entry names its pull request or commit. */
export type ReferenceForm = 'link' | 'plain';

/** Blank lines. */
export interface Spacing {
  readonly afterHeading: number;
  readonly afterGroup: number;
  readonly betweenGroups: number;
  readonly betweenSections: number;
}

/** Keep a Changelog with a linked heading: the style of a new file. */
export const DEFAULT_STYLE: ChangelogStyle = {
  kind: 'markdown',
  heading: {
    level: 2,
    template: '## [{version}]({repository}/compare/{previousTag}...{tag}) - {date}',
    hasDate: true,
    link: 'compare',
  },
  dateForm: '2026-01-31',
  groups: { kind: 'heading', level: 3, colon: false, names: [] },
  bullet: { sign: '-', gap: ' ', apart: false, scope: 'colon-outside' },
  references: 'link',
  spacing: { afterHeading: 1, afterGroup: 1, betweenGroups: 1, betweenSections: 1 },
  oldestFirst: false,
  lineEnd: '\n',
};
