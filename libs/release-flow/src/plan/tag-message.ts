/** The origin of the files of a release, as the message of its tag states it. */
export interface TagOrigin {
  /** The run of Package Library that built and tested the files. */
  readonly runId: number;
  readonly artifactId: number;
  /** SHA-256 of the artifact's zip, in lower-case hexadecimal. */
  readonly artifactSha256: string;
}

/** Renders the message of a version tag. The same release gives the same text, and so the same tag object. */
export function renderTagMessage(tag: string, origin: TagOrigin): string {
  const artifact = `${origin.artifactId} sha256:${origin.artifactSha256}`;
  return `Release ${tag}\n\nPackage-Run: ${origin.runId}\nPackage-Artifact: ${artifact}\n`;
}

/** Parses the origin in the message of a tag. Undefined for a tag created by hand, and for a message with two origins. */
export function parseTagMessage(message: string): TagOrigin | undefined {
  const [run, ...runs] = message.matchAll(/^Package-Run: (\d+)$/gm);
  const [artifact, ...artifacts] = message.matchAll(/^Package-Artifact: (\d+) sha256:([0-9a-f]{64})$/gm);
  if (run === undefined || artifact === undefined || runs.length + artifacts.length > 0) return undefined;
  const [runId, artifactId] = [Number(run[1]), Number(artifact[1])];
  const ids = [runId, artifactId].every((id) => Number.isSafeInteger(id) && id > 0);
  return ids ? { runId, artifactId, artifactSha256: artifact[2] ?? '' } : undefined;
}
