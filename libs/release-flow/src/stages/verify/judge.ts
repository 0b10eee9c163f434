import type { ReleaseError } from '@heroku-release/release-kit';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import type { Copies, Copy, PlannedFile } from './copies.ts';
import type { Finding } from './finding.ts';

/** A file in one place: compared with the plan, `extra` when no plan mentions it, `absent` when it is only extra elsewhere. */
export type Cell = Omit<Copy, 'state'> & { readonly state: Copy['state'] | 'extra' | 'absent' };

/** One file: what the plan says, and what the two places have. */
export interface Row {
  readonly name: string;
  /** Undefined for an extra file. */
  readonly planned: PlannedFile | undefined;
  readonly release: Cell;
  readonly index: Cell;
}

/** `same`: proven. `different` and `missing`: disproven. `unread`: a service did not answer, and the rest is the same. */
export type VerifyVerdict = 'same' | 'different' | 'missing' | 'unread';

/** The verdict, and everything it rests on. */
export interface Judgement {
  readonly verdict: VerifyVerdict;
  readonly rows: readonly Row[];
  /** Everything that is not the same, as sentences. */
  readonly problems: readonly string[];
  /** The first failure to read; undefined when everything was read. */
  readonly unread: ReleaseError | undefined;
}

/** The planned files in the plan's order, then the extra ones. Pure. */
export function tableOf(plan: ReleasePlan | undefined, assets: Copies, index: Copies): Row[] {
  const planned = (plan?.artifacts ?? []).map((file): Row => {
    return {
      name: file.name,
      planned: file,
      release: cell(assets, file.name),
      index: cell(index, file.name),
    };
  });
  const extra = [...new Set([...assets.extra, ...index.extra])].map((name): Row => {
    return { name, planned: undefined, release: cell(assets, name), index: cell(index, name) };
  });
  return [...planned, ...extra];
}

function cell({ planned, extra }: Copies, name: string): Cell {
  return planned.get(name) ?? { state: extra.includes(name) ? 'extra' : 'absent' };
}

/**
 * The verdict. A contradiction counts more than a missing file, and both more than a service that did not answer: what was read is
 * enough to disprove the release. A release without files proves nothing. Pure.
 */
export function judge(findings: readonly Finding[], rows: readonly Row[]): Judgement {
  const cells = rows.flatMap(({ name, release, index }) => [
    { name, place: 'on the GitHub release', cell: release },
    { name, place: 'on the index', cell: index },
  ]);
  const has = (...states: Cell['state'][]) => cells.some(({ cell: { state } }) => states.includes(state));
  const found = (kind: Finding['kind']) => findings.some((finding) => finding.kind === kind);
  const problems = [
    ...findings.map(({ text }) => text),
    ...cells.flatMap(({ name, place, cell: one }) => problemOf(name, place, one)),
  ];
  const unread = cells.find(({ cell: one }) => one.error !== undefined)?.cell.error;
  if (found('different') || has('different', 'extra'))
    return { verdict: 'different', rows, problems, unread };
  if (found('missing') || has('missing') || rows.length === 0)
    return { verdict: 'missing', rows, problems, unread };
  return { verdict: has('unread') ? 'unread' : 'same', rows, problems, unread };
}

function problemOf(name: string, place: string, one: Cell): string[] {
  switch (one.state) {
    case 'same':
    case 'absent':
      return [];
    case 'extra':
      return [`${name} is ${place}, but not in the plan`];
    case 'missing':
      return [`${name}: ${one.because ?? 'missing'}`];
    case 'different':
      return [`${name} is another file ${place}: ${one.because ?? 'different'}`];
    case 'unread':
      return [`${name} could not be read ${place}: ${one.because ?? 'unread'}`];
  }
}
