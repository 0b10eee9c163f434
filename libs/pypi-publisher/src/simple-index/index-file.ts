/** One file on a project's page of a simple index. */
export interface IndexFile {
  readonly filename: string;
  /** Absolute. */
  readonly url: string;
  /** Lower-case hexadecimal; some indexes show none. */
  readonly sha256?: string | undefined;
  /** Bytes; only in JSON pages. */
  readonly size?: number | undefined;
  /** `true`, or the reason given. */
  readonly yanked: boolean | string;
  readonly requiresPython?: string | undefined;
  /** SHA-256 of the wheel's METADATA, where the index serves it separately. */
  readonly metadataSha256?: string | undefined;
}
