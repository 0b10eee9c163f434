/**
 * Converts a filter pattern of GitHub's `branches`, `tags` and `paths`: `*` (no slash), `**`, `?` and `+` (for the preceding
 * character), `[...]`, and `\` to escape a character.
 * https://docs.github.com/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet
 */
function patternToRegExp(pattern: string): RegExp {
  let source = '';
  for (let index = 0; index < pattern.length; index += 1) {
    const rest = pattern.slice(index);
    const character = pattern.charAt(index);
    const set = /^\[[^\]]+\]/.exec(rest)?.[0];
    if (rest.startsWith('**/') && (index === 0 || pattern.charAt(index - 1) === '/')) {
      source += '(?:.*/)?'; // `**/x` also matches `x`
      index += 2;
    } else if (rest.startsWith('**')) {
      source += '.*';
      index += 1;
    } else if (character === '*') source += '[^/]*';
    else if (character === '?' || character === '+') source += character;
    else if (set !== undefined) {
      source += set;
      index += set.length - 1;
    } else if (character === '\\' && index + 1 < pattern.length) {
      index += 1;
      source += literal(pattern.charAt(index));
    } else source += literal(character);
  }
  return new RegExp(`^${source}$`);
}

function literal(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\/]/, '\\$&');
}

/** Whether a list of patterns, with `!` for exclusions, matches a name: the last matching pattern decides. */
export function matchesPatterns(patterns: readonly string[], name: string): boolean {
  let matches = false;
  for (const pattern of patterns) {
    const excludes = pattern.startsWith('!');
    if (patternToRegExp(excludes ? pattern.slice(1) : pattern).test(name)) matches = !excludes;
  }
  return matches;
}
