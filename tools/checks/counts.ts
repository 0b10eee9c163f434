// usage: node tools/checks/counts.ts <file that the JSON reporter of Vitest wrote>...
// Prints the sum of all files alone on the last line: `N passed, N failed, N skipped`. A file that is missing or empty is a failure.
import { readFileSync } from 'node:fs';

interface Results {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

const runs = process.argv.slice(2).map((path) => ({ path, results: read(path) }));
const missing = runs.filter(({ results }) => results === undefined || results.numPassedTests === 0);
for (const { path } of missing) console.error(`no test passed according to ${path}`);

const found = runs.flatMap(({ results }) => results ?? []);
// A file that cannot be loaded has no tests to count, and is a failure all the same.
const unloaded = found
  .flatMap(({ testResults }) => testResults)
  .filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
const passed = sumOf(({ numPassedTests }) => numPassedTests);
const failed = sumOf(({ numFailedTests }) => numFailedTests) + unloaded;
const skipped = sumOf(({ numPendingTests, numTodoTests }) => numPendingTests + numTodoTests);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
if (failed > 0 || passed === 0 || missing.length > 0) process.exitCode = 1;

function sumOf(count: (results: Results) => number): number {
  return found.reduce((sum, results) => sum + count(results), 0);
}

function read(path: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Results;
  } catch {
    return undefined;
  }
}
