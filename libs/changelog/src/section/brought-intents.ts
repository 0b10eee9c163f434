import type { CommitUnit } from '../commit/commit-units.ts';
import type { Intent } from './intents.ts';
import { intentEntries } from './intents.ts';
import type { ChangelogEntry } from './section.ts';

/** Intent files by the commit that brought them: they tell its change in better words than its own, and nobody reads it twice. */
export class BroughtIntents {
  readonly #byCommit = new Map<string, Intent[]>();
  readonly #left: Set<Intent>;

  constructor(intents: readonly Intent[] = []) {
    this.#left = new Set(intents);
    for (const intent of intents) {
      if (intent.commit === undefined) continue;
      const others = this.#byCommit.get(intent.commit);
      if (others === undefined) this.#byCommit.set(intent.commit, [intent]);
      else others.push(intent);
    }
  }

  /** Whether there are none, as in nearly all histories. */
  get isEmpty(): boolean {
    return this.#byCommit.size === 0 && this.#left.size === 0;
  }

  /** The entries of a unit: its own in the words of its first intent file, and one for each other that it brought. */
  tell(own: ChangelogEntry, { commit, brought }: CommitUnit): readonly ChangelogEntry[] {
    const found = [commit, ...brought].flatMap(({ sha }) => this.#byCommit.get(sha) ?? []);
    const [first, ...more] = intentEntries(found);
    if (first === undefined) return [own];
    for (const intent of found) this.#left.delete(intent);
    const { sha, notes, pullRequests, commits } = own;
    const breaking = own.breaking || first.breaking;
    return [
      { ...first, sha, breaking, notes, pullRequests, commits },
      ...more.map((entry) => ({ ...entry, pullRequests })),
    ];
  }

  /** The entries of those whose commit is unknown, or has no entry. */
  rest(): readonly ChangelogEntry[] {
    return intentEntries([...this.#left]);
  }
}
