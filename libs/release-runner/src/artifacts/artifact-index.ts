/** The artifacts of a run by name, those of earlier attempts included: a re-run of failed jobs still finds what the others kept. */
export class ArtifactIndex {
  readonly #ids: Map<string, number>;

  constructor(earlier?: ArtifactIndex) {
    this.#ids = new Map(earlier?.all() ?? []);
  }

  /** The newest artifact of the name. */
  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  /** Every name with its newest artifact. */
  all(): readonly (readonly [string, number])[] {
    return [...this.#ids];
  }

  put(name: string, id: number): void {
    this.#ids.set(name, id);
  }
}
