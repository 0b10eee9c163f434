/** Something that contradicts the release as a whole, beside the comparison of its files. */
export interface Finding {
  readonly kind: 'different' | 'missing';
  readonly text: string;
}

/** A fact of a check that goes on in spite of its findings: every row is filled as far as it can be read. */
export interface Found {
  readonly findings: readonly Finding[];
}

/** What a check says of its findings. Pure. */
export function because(settled: string, { findings }: Found): string {
  return findings.length === 0 ? settled : findings.map(({ text }) => text).join('; ');
}
