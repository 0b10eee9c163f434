import type { Interpreter } from '@heroku-release/python-project';
import { formatDuration, type Settings } from '@heroku-release/release-history';

/** The settings that a rehearsal overrides, with their real values. */
export interface RehearsalSettings {
  /** For `HEROKU_RELEASE_SETTINGS`. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** Shortened waits: `{ lock: { real: '10m', rehearsed: '1m' } }`. */
  readonly waits: Readonly<Record<string, { readonly real: string; readonly rehearsed: string }>>;
  /** Configured Pythons that are not installed here. */
  readonly missingPythons: readonly string[];
}

/** Waits of a rehearsal, whose services answer at once. */
const WAITS = { lock: '1m', 'lock-every': '1s', index: '30s', association: '4s', record: '30s' } as const;

/** Overrides the settings for a rehearsal: shorter waits, the installed Pythons, the current branch. Pure. */
export function rehearsalSettings(facts: {
  readonly settings: Settings;
  readonly installed: readonly Interpreter[];
  readonly branch: string;
  readonly skip: readonly ('tests' | 'lint')[];
  /** How long publish waits for the release lock, milliseconds; default: a minute. */
  readonly patienceMs?: number | undefined;
}): RehearsalSettings {
  const { settings, installed, branch, skip, patienceMs } = facts;
  const waits = { ...WAITS, lock: patienceMs === undefined ? WAITS.lock : formatDuration(patienceMs) };
  const has = (python: string) => installed.some(({ minor }) => minor === python);
  const pythons = settings.pythons.filter(has);
  const bases = settings['base-branches'];
  return {
    overrides: {
      wait: waits,
      // If none is installed the real list stays, and package reports what is missing.
      pythons: pythons.length === 0 ? undefined : pythons,
      'base-branches': bases.includes(branch) ? undefined : [branch],
      skip: skip.length === 0 ? undefined : [...new Set([...settings.skip, ...skip])],
    },
    waits: Object.fromEntries(
      Object.entries(waits).map(([name, rehearsed]) => {
        return [name, { real: settings.wait[name as keyof typeof WAITS], rehearsed }];
      }),
    ),
    missingPythons: settings.pythons.filter((python) => !has(python)),
  };
}
