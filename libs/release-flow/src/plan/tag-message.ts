/** What the message of a version tag says about the files that belong to it. */
export interface TagOrigin {
  /** Id of the run of Package Library that built and tested the files. */
  readonly runId: number;
  readonly artifactId: number;
  /** SHA-256 of the artifact's zip, lower-case hexadecimal. */
  readonly artifactSha256: string;
}

/** The message of a version tag: the same release gives the same text, so that the tag object is the same too. */
export function renderTagMessage(tag: string, origin: TagOrigin): string {
  const artifact = `${origin.artifactId} sha256:${origin.artifactSha256}`;
  return `Release ${tag}\n\nPackage-Run: ${origin.runId}\nPackage-Artifact: ${artifact}\n`;
}

/** The origin named in a tag's message; undefined for a tag somebody made by hand, and where two are named. */
export function parseTagMessage(message: string): TagOrigin | undefined {
  const [run, ...runs] = message.matchAll(/^Package-Run: (\d+)$/gm);
  const [artifact, ...artifacts] = message.matchAll(/^Package-Artifact: (\d+) sha256:([0-9a-f]{64})$/gm);
  if (run === undefined || artifact === undefined || runs.length + artifacts.length > 0) return undefined;
  const [runId, artifactId] = [Number(run[1]), Number(artifact[1])];
  const ids = [runId, artifactId].every((id) => Number.isSafeInteger(id) && id > 0);
  return ids ? { runId, artifactId, artifactSha256: artifact[2] ?? '' } : undefined;
}
