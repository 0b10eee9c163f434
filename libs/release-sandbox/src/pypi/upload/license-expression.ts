const ID = String.raw`(?!(?:AND|OR|WITH)\b)(?:LicenseRef-)?[A-Za-z0-9][A-Za-z0-9.-]*\+?(?:\s+WITH\s+[A-Za-z0-9.-]+)?`;
const CHAIN = String.raw`\s*${ID}(?:\s+(?:AND|OR)\s+${ID})*\s*`;
const GROUP = new RegExp(String.raw`\(${CHAIN}\)`, 'gi');
const WHOLE = new RegExp(`^${CHAIN}$`, 'i');

/** Whether `text` follows the SPDX grammar for license expressions. Identifiers are not checked against the SPDX list. */
export function isLicenseExpression(text: string): boolean {
  let rest = text;
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = rest.replaceAll(GROUP, 'X');
  }
  return WHOLE.test(rest);
}
