import type { FileIds } from '@heroku-release/gh-ops';

/** The paths whose files differ between the reviewed head and the merge, by their git object ids. Pure. */
export function changedSinceReview(
  paths: readonly string[],
  { reviewed, merged }: { readonly reviewed: FileIds; readonly merged: FileIds },
): string[] {
  return paths.filter((path) => reviewed.get(path) !== merged.get(path));
}
