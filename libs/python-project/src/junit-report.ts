/** The counts of a JUnit report. */
export interface JunitCounts {
  /** Collected tests, including skipped ones. */
  readonly tests: number;
  readonly skipped: number;
}

/** Adds up the counts of a JUnit report's test suites; `undefined` if there are none. */
export function readJunit(xml: string): JunitCounts | undefined {
  const suites = [...xml.matchAll(/<testsuite\s([^<>]*)>/g)].map(([, attributes = '']) => ({
    tests: count(attributes, 'tests'),
    skipped: count(attributes, 'skipped'),
  }));
  if (suites.length === 0) return undefined;
  return suites.reduce((sum, suite) => ({
    tests: sum.tests + suite.tests,
    skipped: sum.skipped + suite.skipped,
  }));
}

function count(attributes: string, name: string): number {
  return Number(new RegExp(`\\b${name}="(\\d+)"`).exec(attributes)?.[1] ?? 0);
}
