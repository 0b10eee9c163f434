import type { EntryKind } from './entry-kind.ts';

/** The meaning of the emoji that a subject starts with. */
export interface LeadingEmoji {
  /** `undefined` when the words must decide. */
  readonly kind: EntryKind | undefined;
  readonly breaking: boolean;
  /** The subject without it. */
  readonly rest: string;
}

/**
 * https://gitmoji.dev, by emoji and by shortcode. Those for tests, tools and the like keep "Add" from turning such commits into features.
 * Emoji that may be used for anything, such as the label for types, are left out.
 */
const MEANINGS: readonly (readonly [emoji: string, code: string, kind: EntryKind])[] = [
  ['✨', 'sparkles', 'feature'],
  ['🎉', 'tada', 'feature'],
  ['🐛', 'bug', 'fix'],
  ['🚑', 'ambulance', 'fix'],
  ['🩹', 'adhesive_bandage', 'fix'],
  ['📝', 'memo', 'docs'],
  ['✏', 'pencil2', 'docs'],
  ['✏', 'pencil', 'docs'],
  ['💡', 'bulb', 'docs'],
  ['⬆', 'arrow_up', 'dependencies'],
  ['⬇', 'arrow_down', 'dependencies'],
  ['📌', 'pushpin', 'dependencies'],
  ['➕', 'heavy_plus_sign', 'dependencies'],
  ['➖', 'heavy_minus_sign', 'dependencies'],
  ['💥', 'boom', 'change'],
  ['🔥', 'fire', 'removal'],
  ['⚰', 'coffin', 'removal'],
  ['🗑', 'wastebasket', 'deprecation'],
  ['⚡', 'zap', 'performance'],
  ['🔒', 'lock', 'security'],
  ['⏪', 'rewind', 'revert'],
  ['📚', 'books', 'docs'],
  ['🎨', 'art', 'other'],
  ['♻', 'recycle', 'other'],
  ['👷', 'construction_worker', 'other'],
  ['💚', 'green_heart', 'other'],
  ['✅', 'white_check_mark', 'other'],
  ['🧪', 'test_tube', 'other'],
  ['📸', 'camera_flash', 'other'],
  ['🤡', 'clown_face', 'other'],
  ['🚨', 'rotating_light', 'other'],
  ['🔧', 'wrench', 'other'],
  ['🔨', 'hammer', 'other'],
  ['🧑', 'technologist', 'other'],
  ['🏗', 'building_construction', 'other'],
  ['🧱', 'bricks', 'other'],
  ['🚚', 'truck', 'other'],
  ['🚧', 'construction', 'other'],
  ['🙈', 'see_no_evil', 'other'],
  ['📄', 'page_facing_up', 'other'],
  ['👥', 'busts_in_silhouette', 'other'],
  ['🍱', 'bento', 'other'],
  ['🌐', 'globe_with_meridians', 'other'],
  ['🔀', 'twisted_rightwards_arrows', 'other'],
  ['🔖', 'bookmark', 'other'],
];

const BY_EMOJI = new Map(MEANINGS.map(([emoji, , kind]) => [emoji, kind] as const));
const BY_CODE = new Map(MEANINGS.map(([, code, kind]) => [code, kind] as const));
const CODE = /^:([a-z0-9_+-]+): */;
const EMOJI =
  /^(\p{Extended_Pictographic})[\p{Emoji_Modifier}\u{FE0E}\u{FE0F}\u{200D}\p{Extended_Pictographic}]*\s*/u;

/** Parses the emoji that a subject starts with; `undefined` when there is none. */
export function parseLeadingEmoji(subject: string): LeadingEmoji | undefined {
  const first = subject.charCodeAt(0);
  const found = first === 58 ? CODE.exec(subject) : first > 0xa8 ? EMOJI.exec(subject) : null;
  if (found === null) return undefined;
  const name = found[1] ?? '';
  return {
    kind: (first === 58 ? BY_CODE : BY_EMOJI).get(name),
    breaking: name === 'boom' || name === '💥',
    rest: subject.slice(found[0].length),
  };
}
