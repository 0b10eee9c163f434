/** The parts of an archive that are read: its metadata file and the names of its entries. */
export interface ArchiveContent {
  readonly metadata: Uint8Array;
  readonly names: ReadonlySet<string>;
  /** The top-level folder of an sdist, or the `.dist-info` folder of a wheel. */
  readonly folder: string;
}
