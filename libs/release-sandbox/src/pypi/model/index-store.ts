import { createHash } from 'node:crypto';
import { blake2b256 } from './blake2b.ts';
import { normaliseName } from './file-name.ts';
import { parseIndexVersion } from './pep440.ts';

/** The workflow that published a file. */
export interface FilePublisher {
  /** `owner/name`. */
  readonly repository: string;
  /** File name of the workflow, such as `publish.yml`. */
  readonly workflow: string;
  /** Environment of the registered publisher, if any. */
  readonly environment: string | null;
}

/** A stored file. */
export interface StoredFile {
  /** File name, unique in the whole index. */
  readonly filename: string;
  /** Version as written in the upload form. */
  readonly version: string;
  /** Kind of the file: wheel or source distribution. */
  readonly filetype: 'bdist_wheel' | 'sdist';
  /** Python tag of a wheel; `source` for an sdist. */
  readonly pyversion: string;
  /** Content. */
  readonly bytes: Buffer;
  /** SHA-256 digest: 64 hexadecimal digits. */
  readonly sha256: string;
  /** All digests. */
  readonly digests: Digests;
  /** `requires_python` from the form. */
  readonly requiresPython?: string | undefined;
  /** METADATA of a wheel, which the index serves next to the file. */
  readonly metadata?: Buffer | undefined;
  /** Attestations from the upload form; empty without trusted publishing. */
  readonly attestations: readonly unknown[];
  /** The workflow that published the file; absent for uploads with a user's token. */
  readonly publisher?: FilePublisher | undefined;
  /** Upload time in milliseconds since the epoch. */
  readonly uploadedAtMs: number;
  /** Time from which the simple index shows the file. */
  readonly visibleAtMs: number;
  /** Time from which the JSON API shows the file. */
  readonly jsonVisibleAtMs: number;
  /** `user <name>`, `publisher <owner>/<repository>/<workflow>` or `seed`. */
  readonly uploadedBy: string;
  /** `User-Agent` header of the upload. */
  readonly userAgent?: string | undefined;
  /** Whether the file is yanked: `false`, `true` or the reason. */
  yanked: boolean | string;
}

/** A release: all files with the same version, ignoring trailing zeros. */
export interface StoredRelease {
  /** Version as written in the first upload. */
  readonly version: string;
  /** Time of the first upload in milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** Form fields of the first upload. Later uploads do not change them. */
  readonly metadata: Readonly<Record<string, readonly string[]>>;
  /** Files in the order of upload. */
  readonly files: StoredFile[];
}

/** A project. */
export interface StoredProject {
  /** Display name as written in the last upload. */
  name: string;
  /** Creation time in milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** The user whose upload or pending publisher created the project. */
  readonly createdBy?: string | undefined;
  /** Users who may upload. */
  readonly owners: Set<string>;
  /** Status on the simple index. A quarantined project lists no files; the other states change nothing else. */
  status: 'active' | 'archived' | 'quarantined' | 'deprecated';
  /** Releases by canonical version. */
  readonly releases: Map<string, StoredRelease>;
  /** Serial number of the last change. */
  serial: number;
  /** Time from which the simple index shows the project. */
  readonly visibleAtMs: number;
}

/** Digests of a file. BLAKE2b is computed on demand: this implementation takes a second per 20 MB. */
export class Digests {
  /** SHA-256 digest: 64 hexadecimal digits. */
  readonly sha256: string;
  readonly #bytes: Buffer;
  #blake2b: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  /** MD5 digest: 32 hexadecimal digits. */
  get md5(): string {
    return createHash('md5').update(this.#bytes).digest('hex');
  }

  /** BLAKE2b digest with 32 bytes of output: 64 hexadecimal digits. */
  get blake2b(): string {
    this.#blake2b ??= blake2b256(this.#bytes);
    return this.#blake2b;
  }
}

/** SHA-256 digest of a wheel's METADATA. */
export const metadataDigest = ({ metadata }: StoredFile): string | undefined =>
  metadata === undefined ? undefined : createHash('sha256').update(metadata).digest('hex');

/** All projects, releases and files of the index. */
export class IndexStore {
  /** Projects by normalised name. */
  readonly projects = new Map<string, StoredProject>();
  /** Names of deleted files. They cannot be used again. */
  readonly retiredFileNames = new Set<string>();
  #serial = 1000;

  /** The project with this name, in any spelling. */
  project(name: string): StoredProject | undefined {
    return this.projects.get(normaliseName(name));
  }

  /** The release with an equal version, by PEP 440. */
  release(name: string, version: string): StoredRelease | undefined {
    const canonical = parseIndexVersion(version)?.canonical;
    return canonical === undefined ? undefined : this.project(name)?.releases.get(canonical);
  }

  /** Files of a project or of one release, in the order of upload. */
  files(name: string, version?: string): readonly StoredFile[] {
    if (version !== undefined) return this.release(name, version)?.files ?? [];
    return [...(this.project(name)?.releases.values() ?? [])].flatMap(({ files }) => files);
  }

  /** The file with this name, in any project. */
  file(filename: string): StoredFile | undefined {
    return this.#find((file) => file.filename === filename);
  }

  /** The file with this SHA-256 digest, in any project. */
  fileByDigest(sha256: string): StoredFile | undefined {
    return this.#find((file) => file.sha256 === sha256);
  }

  /** Adds an empty project. */
  addProject(project: Omit<StoredProject, 'releases' | 'serial' | 'status'>): StoredProject {
    const stored: StoredProject = { ...project, status: 'active', releases: new Map(), serial: 0 };
    this.projects.set(normaliseName(project.name), stored);
    this.touch(stored);
    return stored;
  }

  /** Adds a file to its release. Creates the release if needed. */
  addFile(project: StoredProject, file: StoredFile, metadata: StoredRelease['metadata']): void {
    const canonical = parseIndexVersion(file.version)?.canonical ?? file.version;
    const release = project.releases.get(canonical) ?? {
      version: file.version,
      createdAtMs: file.uploadedAtMs,
      metadata,
      files: [],
    };
    project.releases.set(canonical, release);
    release.files.push(file);
    this.touch(project);
  }

  /** Deletes a file. Its name cannot be used again. */
  deleteFile(filename: string): void {
    for (const project of this.projects.values()) {
      for (const { files } of project.releases.values()) {
        const at = files.findIndex((file) => file.filename === filename);
        if (at < 0) continue;
        files.splice(at, 1);
        this.retiredFileNames.add(filename);
        this.touch(project);
      }
    }
  }

  /** Gives a changed project a new serial number. */
  touch(project: StoredProject): void {
    this.#serial += 1;
    project.serial = this.#serial;
  }

  #find(matches: (file: StoredFile) => boolean): StoredFile | undefined {
    for (const project of this.projects.values()) {
      for (const { files } of project.releases.values()) {
        const found = files.find(matches);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}
