const VERSION = String.raw`v?(?:\d+!)?\d+(?:\.\d+)*(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?(?:[-_.]?dev[-_.]?\d*)?`;
const LOCAL = String.raw`(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?`;

/** Clauses of a specifier. `.*` and local versions need `==` or `!=`, `~=` needs two release segments, `===` accepts anything. */
const CLAUSES = [
  String.raw`(?:==|!=)\s*v?(?:\d+!)?\d+(?:\.\d+)*\.\*`,
  String.raw`(?:==|!=)\s*${VERSION}${LOCAL}`,
  String.raw`(?:<=|>=|<|>)\s*${VERSION}`,
  String.raw`~=\s*(?=v?(?:\d+!)?\d+\.\d)${VERSION}`,
  String.raw`===\s*[^\s;)]+`,
].map((clause) => new RegExp(`^${clause}$`, 'i'));

/** Whether `text` is a set of version specifiers, such as `>=3.9, !=3.10.*`; the empty set is valid. */
export const isSpecifierSet = (text: string): boolean =>
  text
    .split(',')
    .map((piece) => piece.trim())
    .every((piece) => piece === '' || CLAUSES.some((clause) => clause.test(piece)));

const VARIABLE = String.raw`(?:python_version|python_full_version|os_name|sys_platform|platform_(?:release|system|version|machine|python_implementation)|platform\.(?:version|machine|python_implementation)|sys\.platform|os\.name|python_implementation|implementation_(?:name|version)|extra|extras|dependency_groups)`;
const STRING = String.raw`(?:'[^']*'|"[^"]*")`;
const OPERATOR = String.raw`\s*(?:~=|===?|!=|<=?|>=?|(?<=\s|['"])(?:not\s+)?in(?=\s|['"]))\s*`;
const COMPARISON = new RegExp(
  `${VARIABLE}${OPERATOR}(?:${STRING}|${VARIABLE})|${STRING}${OPERATOR}${VARIABLE}`,
  'g',
);

/** Whether `text` is an environment marker. Replaces comparisons with `T`, then groups of them, until a single `T` is left. */
function isMarker(text: string): boolean {
  let rest = text.replaceAll(COMPARISON, 'T').trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replaceAll(/\(\s*T\s*\)|\bT\s+(?:and|or)\s+T\b/g, 'T');
  }
  return rest === 'T';
}

const REQUIREMENT =
  /^[A-Z0-9](?:[A-Z0-9._-]*[A-Z0-9])?\s*(?:\[[A-Z0-9._,\s-]*\])?\s*(?:\(([^)]*)\)|([^;@()]*))?\s*(?:;(.*))?$/i;

/** The problem with a requirement, as worded by the index; `undefined` if it is valid. Direct URLs are not allowed. */
export function requirementProblem(text: string): string | undefined {
  if (/^[A-Z0-9._-]+\s*(?:\[[^\]]*\])?\s*@/i.test(text)) return `Can't have direct dependency: ${text}`;
  const match = REQUIREMENT.exec(text);
  const [, bracketed, plain = '', marker] = match ?? [];
  const isValid =
    match !== null && isSpecifierSet(bracketed ?? plain) && (marker === undefined || isMarker(marker));
  return isValid ? undefined : `'${text}' is invalid for 'requires-dist'`;
}
