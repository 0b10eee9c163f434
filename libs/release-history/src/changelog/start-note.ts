import { compareVersions, parseTagName, type Version } from '@heroku-release/versioning';
import type { VersionTag } from '../version/tag-template.ts';

/** Where a section begins because nobody said where, and what it could have begun with. */
export interface StartQuestion {
  /** Every tag of the checkout. */
  readonly tags: readonly VersionTag<{ readonly name: string }>[];
  readonly template: string;
  /** The tag that was found; undefined for the first commit. */
  readonly previousTag: string | undefined;
  /** Whether the section is that of the next release. */
  readonly coming: boolean;
}

/** One line for people where a section may begin elsewhere than they think; undefined where there is no doubt. Pure. */
export function startNote(question: StartQuestion): string | undefined {
  const { tags, template, previousTag, coming } = question;
  const own = tags.filter(({ version }) => version !== undefined).length;
  const since = previousTag ?? 'the first commit';
  const other = commonForm(tags);
  if (other !== undefined && other.count > own) {
    return `changes since ${since}: ${other.count} tags are like ${other.example}; to go by them, set tag-template = "${other.template}"`;
  }
  if (!coming) return undefined;
  if (previousTag === undefined) return whyFirstCommit(question, own);
  const last = tags.find(({ name }) => name === previousTag)?.version;
  const higher = last === undefined ? undefined : highestFinal(question, last);
  if (higher !== undefined) {
    return `changes since ${previousTag}, the last release of this branch; ${higher} is on another (changelog ${higher}.. counts from there)`;
  }
  if (parseTagName(previousTag, template) !== undefined) return undefined;
  return `changes since ${previousTag}; to go on with such tags, set tag-template = "{version}"`;
}

function whyFirstCommit({ tags }: StartQuestion, versions: number): string {
  if (tags.length === 0) return 'no tag yet: changes since the first commit';
  const why = versions === 0 ? `no version among ${tags.length} tags` : 'no version tag is on this branch';
  return `${why}: changes since the first commit; changelog <tag>.. counts from another`;
}

/** The highest final version above another: as the highest of this branch was found, it is none of this branch. */
function highestFinal({ tags }: StartQuestion, above: Version): string | undefined {
  let best: { readonly name: string; readonly version: Version } | undefined;
  for (const { name, version } of tags) {
    if (version === undefined || version.pre !== undefined || version.dev !== undefined) continue;
    if (compareVersions(version, best?.version ?? above) > 0) best = { name, version };
  }
  return best?.name;
}

interface TagForm {
  readonly template: string;
  readonly count: number;
  /** The last one by name. */
  readonly example: string;
}

const VERSION_AT_END = /^(\D+)\d+\.\d+[\w.]*$/;

/** The commonest form of version tags, such as `hatch-v{version}`, among those that the template does not read. */
function commonForm(tags: StartQuestion['tags']): TagForm | undefined {
  const forms = new Map<string, TagForm>();
  for (const { name, version } of tags) {
    const prefix = version === undefined ? VERSION_AT_END.exec(name)?.[1] : undefined;
    if (prefix === undefined) continue;
    const form = `${prefix}{version}`;
    forms.set(form, { template: form, count: (forms.get(form)?.count ?? 0) + 1, example: name });
  }
  return [...forms.values()].sort((a, b) => b.count - a.count)[0];
}
