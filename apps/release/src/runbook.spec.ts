import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as actionsIo from '@heroku-release/actions-io';
import * as changeManagement from '@heroku-release/change-mgmt-client';
import * as changelog from '@heroku-release/changelog';
import * as github from '@heroku-release/gh-ops';
import * as git from '@heroku-release/git-repo';
import * as pypi from '@heroku-release/pypi-publisher';
import * as python from '@heroku-release/python-project';
import * as flow from '@heroku-release/release-flow';
import * as history from '@heroku-release/release-history';
import * as kit from '@heroku-release/release-kit';
import * as runner from '@heroku-release/release-runner';
import * as sandbox from '@heroku-release/release-sandbox';
import * as tps from '@heroku-release/tps-client';
import * as versioning from '@heroku-release/versioning';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../..');

const libraries: Readonly<Record<string, object>> = {
  'actions-io': actionsIo,
  'change-mgmt-client': changeManagement,
  changelog,
  'gh-ops': github,
  'git-repo': git,
  'pypi-publisher': pypi,
  'python-project': python,
  'release-flow': flow,
  'release-history': history,
  'release-kit': kit,
  'release-runner': runner,
  'release-sandbox': sandbox,
  'tps-client': tps,
  versioning,
};

/** Codes of no library: an unexpected error, and a rehearsal that ended without a report. */
const WITHOUT_LIBRARY = ['UNEXPECTED', 'REHEARSAL_STOPPED'];

/** The lists of codes that a library exports. */
const listsOf = (library: object) =>
  Object.entries(library)
    .filter(([name]) => name.endsWith('_ERROR_CODES'))
    .map(([, codes]) => codes as readonly string[]);

const codes = [...new Set([...WITHOUT_LIBRARY, ...Object.values(libraries).flatMap(listsOf).flat()])];
const runbook = await readFile(join(root, 'docs/runbook.md'), 'utf8');
const entries = runbook.split(/^### /m).slice(1);
const titles = entries.map((entry) => entry.split('\n')[0] ?? '');

describe('docs/runbook.md', () => {
  test('covers every library', async () => {
    const folders = await readdir(join(root, 'libs'));
    expect(Object.keys(libraries).sort()).toEqual(folders.sort());
  });

  test('every library except the sandbox has a list of codes', () => {
    const without = Object.entries(libraries).filter(([, library]) => listsOf(library).length === 0);
    expect(without.map(([name]) => name)).toEqual(['release-sandbox']);
  });

  test('has exactly one entry for each code', () => {
    expect(titles.toSorted()).toEqual(codes.toSorted());
  });

  test.each(entries.map((entry, at) => [titles[at] ?? '', entry] as const))(
    '%s says what happened to the release and what to do',
    (_code, entry) => {
      expect(entry).toMatch(/\*\*Release:\*\*\s\S/);
      expect(entry).toMatch(/\*\*Do:\*\*\s\S/);
    },
  );
});
