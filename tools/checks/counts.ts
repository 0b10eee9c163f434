// usage: node tools/checks/counts.ts <file that the JSON reporter of Vitest wrote>
// Prints the counts of the last test run alone on a line: `N passed, N failed, N skipped`. No file, or no tests in it, is a failure.
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

const [file = ''] = process.argv.slice(2);
const results = read(file);
if (results === undefined) {
  console.error(`the tests left no results in ${file}`);
  console.log('0 passed, 0 failed, 0 skipped');
  process.exitCode = 1;
} else {
  // A file that could not be loaded has no tests to count, and is a failure all the same.
  const unloaded = results.testResults.filter(({ status, assertionResults }) => {
    return status === 'failed' && assertionResults.length === 0;
  });
  const failed = results.numFailedTests + unloaded.length;
  const skipped = results.numPendingTests + results.numTodoTests;
  console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`);
  if (failed > 0 || results.numPassedTests === 0) process.exitCode = 1;
}

function read(path: string): Results | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Results;
  } catch {
    return undefined;
  }
}
