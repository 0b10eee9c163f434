import type { Palette, VerifyDocument } from '@heroku-release/release-flow';

type File = VerifyDocument['files'][number];
type Place = File['release'];

const HEAD = ['file', 'plan', 'GitHub release', 'index'] as const;
/** Hashes are shown this short; `--json` has them whole. */
const SHOWN = 12;

/** Renders the table, everything that is not the same, and one line of verdict. Pure. */
export function renderVerification(document: VerifyDocument, palette: Palette): string {
  const { good, bad, warn, dim, strong } = palette;
  const lines = document.files.length === 0 ? [] : [...tableOf(document.files, palette), ''];
  for (const problem of document.problems) lines.push(bad(`✘ ${problem}`));
  for (const note of document.notes) lines.push(warn(`! ${note}`));
  if (document.error !== undefined) {
    const { code, message, hint } = document.error;
    // A refusal of the whole repeats the problems above.
    lines.push(document.problems.join('; ') === message ? dim(code) : bad(`${message} (${code})`));
    if (hint !== undefined) lines.push(hint);
  }
  if (document.problems.length + document.notes.length > 0) lines.push('');
  if (document.run !== undefined) lines.push(dim(originOf(document)));
  lines.push(dim(`attestations: ${document.attestations}`));
  const paint = document.verdict === 'same' ? good : bad;
  lines.push(paint(strong(verdictLine(document))));
  return `${lines.join('\n')}\n`;
}

function tableOf(files: readonly File[], { good, bad, warn, dim, strong }: Palette): string[] {
  const rows = files.map(({ name, plan, release, index }) => [
    name,
    plan?.sha256.slice(0, SHOWN) ?? '–',
    wordOf(release),
    wordOf(index),
  ]);
  const widths = HEAD.map((title, at) =>
    Math.max(...[title, ...rows.map((row) => row[at] ?? '')].map(({ length }) => length)),
  );
  const padded = (row: readonly string[]) => row.map((cell, at) => cell.padEnd(widths[at] ?? 0));
  const paintOf = (state: Place['state']) =>
    ({ same: good, different: bad, missing: bad, extra: bad, unread: warn, absent: dim })[state];
  return [
    strong(padded(HEAD).join('  ').trimEnd()),
    ...rows.map((row, at) => {
      const [name = '', plan = '', release = '', index = ''] = padded(row);
      const file = files[at];
      if (file === undefined) return '';
      const [onRelease, onIndex] = [paintOf(file.release.state), paintOf(file.index.state)];
      return `${name}  ${dim(plan)}  ${onRelease(release)}  ${onIndex(index.trimEnd())}`;
    }),
  ];
}

function wordOf({ state }: Place): string {
  return state === 'absent' ? '–' : state;
}

function originOf({ run, artifact, commit, pythons, tested }: VerifyDocument): string {
  const on =
    pythons.length === 0
      ? 'tests were skipped by a setting'
      : `${tested ?? 'tested'} passed on Python ${pythons.join(', ')}`;
  const from = `run ${run ?? '?'}, artifact ${artifact?.id ?? '?'}, commit ${commit?.slice(0, 7) ?? '?'}`;
  return tested === undefined ? `built by ${from}` : `built by ${from}; ${on}`;
}

const MEANING: Readonly<Record<VerifyDocument['verdict'], string>> = {
  same: 'what was tested is what was published',
  different: 'what was published is not what was tested',
  missing: 'not everything that was tested is published',
  unread: 'not proven, because a service could not be read',
};

function verdictLine({ verdict, repository, version, tag }: VerifyDocument): string {
  return `verdict: ${verdict} (${repository} ${version ?? tag}: ${MEANING[verdict]})`;
}
