import { parseRepeatedVersion, tagName } from '@heroku-release/versioning';
import { z } from 'zod';
import { staysInside } from '../checkout/read-tree.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { parseDuration } from './duration.ts';

/** The shortest pause between two requests to TPS. */
const SHORTEST_PAUSE_MS = 1000;

const duration = (byDefault: string, description: string) =>
  z
    .string()
    .refine((text) => parseDuration(text) !== undefined, {
      error: 'not a duration such as "15s", "10m" or "1h", up to 24 days',
    })
    .default(byDefault)
    .describe(description);
const argv = z.array(z.string()).min(1);

const template = (byDefault: string, description: string) =>
  z
    .string()
    .refine((text) => succeeds(() => tagName('1.2.3', text)), {
      error: 'not a valid git name with {version} in it exactly once',
    })
    .default(byDefault)
    .describe(description);

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
}

const { wait: WAIT } = DEFAULT_SETTINGS;

/** The table `wait` of the settings. */
export const waitSchema = z.strictObject({
  lock: duration(WAIT.lock, 'how long to wait for the release lock'),
  'lock-every': duration(WAIT['lock-every'], 'pause between two requests for the lock, at least 1s').refine(
    (text) => (parseDuration(text) ?? 0) >= SHORTEST_PAUSE_MS,
    { error: 'shorter than 1s' },
  ),
  index: duration(WAIT.index, 'how long to wait until the index shows the files'),
  association: duration(WAIT.association, 'how long to wait until GitHub links a merge to its pull request'),
  record: duration(WAIT.record, 'how long to retry writing the change record'),
});

/** The settings of a repository: table `[tool.heroku-release]` of pyproject.toml, or the file heroku-release.toml. */
export const settingsSchema = z.strictObject({
  component: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, { error: 'not a component slug' })
    .optional()
    .describe('component slug in TPS; default: the name of the repository'),
  'base-branches': z
    .array(z.string().min(1))
    .min(1)
    .default(DEFAULT_SETTINGS['base-branches'])
    .describe('branches that releases are drafted from and merged into'),
  'branch-template': template(DEFAULT_SETTINGS['branch-template'], 'name of the release branch'),
  'tag-template': template(DEFAULT_SETTINGS['tag-template'], 'name of the version tag'),
  changelog: z
    .string()
    .min(1)
    .default(DEFAULT_SETTINGS.changelog)
    .describe('changelog file, relative to the repository'),
  'version-files': z
    .array(
      z
        .string()
        .refine((text) => succeeds(() => parseRepeatedVersion(text)), {
          error: 'not "path:pattern" with {version} in the pattern exactly once',
          abort: true,
        })
        .refine((text) => staysInside(parseRepeatedVersion(text).path), {
          error: 'not a path inside the repository, such as docs/conf.py',
        }),
    )
    .default(DEFAULT_SETTINGS['version-files'])
    .describe('further files that repeat the version, as "path:pattern" with {version} in the pattern'),
  pythons: z
    .array(z.string().regex(/^3\.\d+$/, { error: 'not a Python version such as "3.12"' }))
    .min(1)
    .default(DEFAULT_SETTINGS.pythons)
    .describe('Python versions that the built wheel is tested on'),
  test: argv.optional().describe('test command; default: pytest against the installed wheel'),
  lint: argv.optional().describe('lint command; default: ruff check'),
  build: argv.optional().describe('build command; default: uv build'),
  skip: z
    .array(z.enum(['tests', 'lint']))
    .default(DEFAULT_SETTINGS.skip)
    .describe('checks to skip; every report and the plan mention it'),
  wait: waitSchema.prefault({}).describe('how long to wait for other services'),
});

/** Settings with all defaults filled in. */
export type Settings = z.infer<typeof settingsSchema>;

/** JSON Schema of the settings, for editors. */
export function settingsJsonSchema(): object {
  return z.toJSONSchema(settingsSchema, { io: 'input' });
}
