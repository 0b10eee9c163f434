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

/** The origin named in a tag's message; undefined for a tag somebody made by hand. */
export function parseTagMessage(message: string): TagOrigin | undefined {
  const run = /^Package-Run: (\d{1,20})$/m.exec(message);
  const artifact = /^Package-Artifact: (\d{1,20}) sha256:([0-9a-f]{64})$/m.exec(message);
  if (run === null || artifact === null) return undefined;
  return {
    runId: Number(run[1]),
    artifactId: Number(artifact[1]),
    artifactSha256: artifact[2] ?? '',
  };
}
