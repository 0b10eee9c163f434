import type { ChangelogEntry } from '../commit/changelog-entry.ts';
import type { CommitUnit } from '../commit/commit-units.ts';
import type { Intent } from './intents.ts';
import { intentEntries } from './intents.ts';

/** Intent files by the commit that added them. The words of a file replace those of its commit; every file is used once. */
export class IntentsByCommit {
  readonly #byCommit = new Map<string, Intent[]>();
  readonly #unused: Set<Intent>;

  constructor(intents: readonly Intent[] = []) {
    this.#unused = new Set(intents);
    for (const intent of intents) {
      if (intent.commit === undefined) continue;
      const others = this.#byCommit.get(intent.commit);
      if (others === undefined) this.#byCommit.set(intent.commit, [intent]);
      else others.push(intent);
    }
  }

  /** Whether there are none, as in nearly all histories. */
  get isEmpty(): boolean {
    return this.#byCommit.size === 0 && this.#unused.size === 0;
  }

  /**
   * The entries of a unit with intent files: its own in the words of the first, and one for each further file. `undefined` for any other
   * unit.
   */
  entriesOf(own: ChangelogEntry, { commit, merged }: CommitUnit): readonly ChangelogEntry[] | undefined {
    const found = [commit, ...merged].flatMap(({ sha }) => this.#byCommit.get(sha) ?? []);
    const [first, ...more] = intentEntries(found);
    if (first === undefined) return undefined;
    for (const intent of found) this.#unused.delete(intent);
    const { sha, notes, pullRequests, commits } = own;
    const breaking = own.breaking || first.breaking;
    return [
      { ...first, sha, breaking, notes, pullRequests, commits },
      ...more.map((entry) => ({ ...entry, pullRequests })),
    ];
  }

  /** The entries of the files whose commit is unknown or has no entry. */
  rest(): readonly ChangelogEntry[] {
    return intentEntries([...this.#unused]);
  }
}
