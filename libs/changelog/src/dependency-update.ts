import { FirstSigns } from './first-signs.ts';

/** An update of something the project depends on. */
export interface DependencyUpdate {
  /** The package, in the spelling of the subject; `undefined` for updates of many at once. */
  readonly name: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const FROM_TO =
  /^(?:bump|update|upgrade)s? (?:dependency |the )?([@\w./[\]-]+)(?: requirement)? from (\S+) to (\S+)/i;
const TO =
  /^(?:update|upgrade|bump) (?:(?:dependency|rust crate|npm package|docker image|pre-commit hook|pre-commit dependency) (\S+)|(\S+\/\S+)(?: action)?(?: digest)?) to (\S+)/i;
const MANY =
  /^(?:(?:\[pre-commit\.ci\] )?pre-commit autoupdate|bump the [\w-]+ group|lock file maintenance|update (?:all )?(?:non-major )?(?:github actions )?dependencies$)/i;
const START = /^(?:bump|update|upgrade|pre-commit|\[pre|lock)/i;
const FIRST_SIGNS = new FirstSigns('BUP[L');

/** Reads the subjects that Dependabot, Renovate and pre-commit.ci write, whoever committed them. */
export function parseDependencyUpdate(subject: string): DependencyUpdate | undefined {
  if (!FIRST_SIGNS.begin(subject) || !START.test(subject)) return undefined;
  const moved = FROM_TO.exec(subject);
  if (moved !== null) return { name: moved[1], from: moved[2], to: moved[3] };
  const set = TO.exec(subject);
  if (set !== null) return { name: set[1] ?? set[2], from: undefined, to: set[3] };
  return MANY.test(subject) ? { name: undefined, from: undefined, to: undefined } : undefined;
}
