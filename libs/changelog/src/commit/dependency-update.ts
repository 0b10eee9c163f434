import { FirstCharacters } from './first-characters.ts';

/** An update of a dependency. */
export interface DependencyUpdate {
  /** The package, spelled as in the subject; `undefined` for an update of several at once. */
  readonly name: string | undefined;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

const FROM_TO = /^(bump|update|upgrade)s? (?:dependency |the )?(\S+)(?: requirement)? from (\S+) to (\S+)/i;
const TO =
  /^(?:update|upgrade|bump|pin) (?:(?:dependency|rust crate|npm package|docker image|pre-commit hook|pre-commit dependency) (\S+)|(\S+\/\S+)(?: action)?(?: digest)?|(\S+) digest) to (\S+)/i;
/** Updates of several at once, or with the versions only in the body. */
const SEVERAL = new RegExp(
  `^(?:${[
    String.raw`(?:\[pre-commit\.ci\] )?pre-commit autoupdate`,
    String.raw`bump the [\w-]+ group`,
    String.raw`bump \S+(?: and \S+)? in (?:/|the [\w-]+ group)`,
    String.raw`bump (?:https?://)?[@\w.-]+/[@\w./-]+$`,
    String.raw`update \S+ requirement(?: in /\S*)?$`,
    String.raw`lock file maintenance`,
    String.raw`pin dependencies$`,
    String.raw`scheduled \w+ dependency update`,
    // Names of Renovate's groups; "list of dependencies" and the like mean something else.
    String.raw`update (?:(?!(?:of|for|on|in|about|to|with|and|from)\b)[\w.@/-]+ ){0,4}(?:dependencies|monorepo)(?: to v?\d\S*)?$`,
  ].join('|')})`,
  'i',
);
/** An update as people write it. A version of the project itself is not a dependency. */
const BY_HAND =
  /^(?:update|upgrade|bump) (?!(?:versions?|copyright|development|master|main|compatibility)\b)(\S+) to (?:version )?([`'"]*[=^~<>!]*v?\d+\.\d\S*)$/i;
const START = /^(?:bump|update|upgrade|pin |pre-commit|\[pre|lock|scheduled)/i;
const FIRST_CHARACTERS = new FirstCharacters('BUP[LS');
/** A version, a version range or a commit, with or without quotes; "Update the guide from here to there" has none. */
const VERSION = /^[`'"(]*[=^~<>!]*v?\d|^`?[0-9a-f]{7,40}`?$/i;

/** Parses the subjects that Dependabot, Renovate, pyup and pre-commit.ci write, by any author, and `Upgrade a to 1.2`. */
export function parseDependencyUpdate(subject: string): DependencyUpdate | undefined {
  if (!FIRST_CHARACTERS.match(subject) || !START.test(subject)) return undefined;
  const moved = subject.includes(' to ') ? parseMove(subject) : undefined;
  return moved ?? (SEVERAL.test(subject) ? { name: undefined, from: undefined, to: undefined } : undefined);
}

/** Parses an update that states its new version. */
function parseMove(subject: string): DependencyUpdate | undefined {
  const moved = FROM_TO.exec(subject);
  // "Bump" is Dependabot's word; it also updates images, whose versions may be words.
  if (moved !== null && (VERSION.test(moved[4] ?? '') || moved[1]?.toLowerCase() === 'bump')) {
    return { name: moved[2], from: moved[3], to: moved[4] };
  }
  const set = TO.exec(subject);
  if (set !== null && VERSION.test(set[4] ?? '')) {
    return { name: set[1] ?? set[2] ?? set[3], from: undefined, to: set[4] };
  }
  const byHand = BY_HAND.exec(subject);
  return byHand === null ? undefined : { name: byHand[1], from: undefined, to: byHand[2] };
}
