/** Artifacts of a run by name, including those of earlier attempts: a re-run of failed jobs uses the artifacts of the other jobs. */
export class ArtifactIndex {
  readonly #ids: Map<string, number>;

  constructor(earlier?: ArtifactIndex) {
    this.#ids = new Map(earlier?.all() ?? []);
  }

  /** Finds the newest artifact with a name. */
  find(name: string): number | undefined {
    return this.#ids.get(name);
  }

  /** Lists every name with its newest artifact. */
  all(): readonly (readonly [string, number])[] {
    return [...this.#ids];
  }

  put(name: string, id: number): void {
    this.#ids.set(name, id);
  }
}
