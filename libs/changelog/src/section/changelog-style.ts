import type { DateForm } from './date-form.ts';

/** The style of a changelog, for a new section that matches the existing ones. */
export interface ChangelogStyle {
  /**
   * `markdown` can be written. `new` is an empty text, which gets the default style. `rst` (or plain text with such underlines), `pointer`
   * (a file that only says where the changelog is) and `unknown` cannot be written.
   */
  readonly kind: 'markdown' | 'new' | 'rst' | 'pointer' | 'unknown';
  /** The heading's lines without line ends; see {@link HeadingForm}. */
  readonly heading: HeadingForm;
  /** A line with the date after the heading, such as `Released on {date}.` */
  readonly dateLine?: string | undefined;
  readonly dateForm: DateForm;
  /** A heading between the section's heading and its groups, such as `### What's Changed`. */
  readonly wrapper?: string | undefined;
  readonly groups: GroupForm;
  readonly bullet: BulletForm;
  readonly references: ReferenceForm;
  readonly spacing: Spacing;
  /** The line between sections, such as `---`. */
  readonly rule?: string | undefined;
  /** Whether the oldest version comes first. */
  readonly oldestFirst: boolean;
  /** The text of the heading above unreleased changes. */
  readonly unreleased?: string | undefined;
  /** The line after which tools insert, such as `<!-- towncrier release notes start -->`. */
  readonly marker?: string | undefined;
  readonly lineEnd: '\n' | '\r\n';
}

/** The heading of a section. */
export interface HeadingForm {
  readonly level: number;
  /** The character that underlines the heading; `undefined` for a heading with `#`. */
  readonly underline?: '=' | '-' | undefined;
  /**
   * The whole line, with the placeholders `{version}`, `{date}`, `{tag}`, `{previousTag}` and `{repository}` (the URL of the project).
   */
  readonly template: string;
  /** Whether the heading contains the date. */
  readonly hasDate: boolean;
  /** The target of the link in the heading; `definition` is a line `[1.2.0]: https://...` at the end of the file. */
  readonly link: 'none' | 'compare' | 'release' | 'tree' | 'other' | 'definition';
  /** The URL in the definition, with the same placeholders; only for `definition`. */
  readonly definition?: string | undefined;
  /** The prefix of versions in tags, such as `v`; `undefined` if the file shows no tag. */
  readonly tagPrefix?: string | undefined;
  /** The URL of the project, as in the file. */
  readonly repository?: string | undefined;
}

/** The form of the lines that name groups. */
export interface GroupForm {
  readonly kind: 'heading' | 'bold' | 'bold-italic' | 'none';
  /** The level of a `heading`. */
  readonly level: number;
  /** Whether a colon follows a bold name, inside the asterisks. */
  readonly colon: boolean;
  /** The names in the newest sections, in order. */
  readonly names: readonly string[];
}

/** The form of the lines of entries. */
export interface BulletForm {
  /** The spaces before the bullet, in files that indent entries. */
  readonly indent?: string | undefined;
  readonly sign: '-' | '*' | '+';
  /** The spaces after the bullet. */
  readonly gap: string;
  /** Whether there is a blank line between entries. */
  readonly apart: boolean;
  /** Whether a scope is written `**scope:** text` or `**scope**: text`. */
  readonly scope: 'colon-inside' | 'colon-outside';
}

/** How an entry refers to its pull request or commit. */
export type ReferenceForm = 'link' | 'plain';

/** The numbers of blank lines. */
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
