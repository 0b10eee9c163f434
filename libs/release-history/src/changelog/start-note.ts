import { compareVersions, parseTagName, type Version } from '@heroku-release/versioning';
import type { VersionTag } from '../version/tag-template.ts';

/** The start that was found for a section whose request names none, and the tags that it was chosen from. */
export interface FoundStart {
  /** Every tag of the checkout. */
  readonly tags: readonly VersionTag<{ readonly name: string }>[];
  readonly template: string;
  /** The tag that was found. Undefined for the first commit. */
  readonly previousTag: string | undefined;
  /** Whether the section is that of the next release. */
  readonly coming: boolean;
}

/** Explains in one line where the section starts, if people may expect another start. Undefined where there is no doubt. Pure. */
export function startNote(start: FoundStart): string | undefined {
  const { tags, template, previousTag, coming } = start;
  const own = tags.filter(({ version }) => version !== undefined).length;
  const since = previousTag ?? 'the first commit';
  const other = commonForm(tags);
  if (other !== undefined && other.count > own) {
    return `changes since ${since}; ${other.count} tags look like ${other.example}: to use them, set tag-template = "${other.template}"`;
  }
  if (!coming) return undefined;
  if (previousTag === undefined) return whyFirstCommit(start, own);
  const last = tags.find(({ name }) => name === previousTag)?.version;
  const higher = last === undefined ? undefined : highestFinal(start, last);
  if (higher !== undefined) {
    return `changes since ${previousTag}, the last release of this branch; ${higher} is on another branch (to start there: changelog ${higher}..)`;
  }
  if (parseTagName(previousTag, template) !== undefined) return undefined;
  return `changes since ${previousTag}; to keep tags of this form, set tag-template = "{version}"`;
}

function whyFirstCommit({ tags }: FoundStart, versions: number): string {
  if (tags.length === 0) return 'no tags yet: changes since the first commit';
  const why = versions === 0 ? `none of ${tags.length} tags is a version` : 'this branch has no version tag';
  return `${why}: changes since the first commit; to start at a tag: changelog <tag>..`;
}

/** The highest final version above another. It is not on this branch, whose highest version was found already. */
function highestFinal({ tags }: FoundStart, above: Version): string | undefined {
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

/** The most common form of version tags, such as `hatch-v{version}`, among those that the template does not match. */
function commonForm(tags: FoundStart['tags']): TagForm | undefined {
  const forms = new Map<string, TagForm>();
  for (const { name, version } of tags) {
    const prefix = version === undefined ? VERSION_AT_END.exec(name)?.[1] : undefined;
    if (prefix === undefined) continue;
    const form = `${prefix}{version}`;
    forms.set(form, { template: form, count: (forms.get(form)?.count ?? 0) + 1, example: name });
  }
  return [...forms.values()].sort((a, b) => b.count - a.count)[0];
}
