import { createHash } from 'node:crypto';
import { blake2b256 } from './blake2b.ts';
import { normaliseName } from './file-name.ts';
import { parseIndexVersion } from './pep440.ts';

/** The workflow that published a file. */
export interface FilePublisher {
  /** `owner/name`. */
  readonly repository: string;
  /** File name of the workflow. */
  readonly workflow: string;
  /** Environment of the registered publisher. */
  readonly environment: string | null;
}

/** One stored file. */
export interface StoredFile {
  /** Unique in the whole index. */
  readonly filename: string;
  /** As the form of this file wrote it. */
  readonly version: string;
  /** Wheel or source distribution. */
  readonly filetype: 'bdist_wheel' | 'sdist';
  /** Python tag of a wheel; `source` for an sdist. */
  readonly pyversion: string;
  /** The file. */
  readonly bytes: Buffer;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  /** All digests. */
  readonly digests: Digests;
  /** `requires_python` of the form. */
  readonly requiresPython?: string;
  /** The wheel's METADATA, served beside the file. */
  readonly metadata?: Buffer;
  /** As sent with the file; empty without trusted publishing. */
  readonly attestations: readonly unknown[];
  /** The workflow that published the file, where it was one. */
  readonly publisher?: FilePublisher;
  /** Milliseconds since the epoch. */
  readonly uploadedAtMs: number;
  /** From then on the simple index shows the file. */
  readonly visibleAtMs: number;
  /** From then on the JSON pages show the file. */
  readonly jsonVisibleAtMs: number;
  /** `user <name>`, `publisher <owner>/<repository>/<workflow>` or `seed`. */
  readonly uploadedBy: string;
  /** Header of the upload. */
  readonly userAgent?: string;
  /** `true`, or the reason. */
  yanked: boolean | string;
}

/** One release: all files whose versions are equal without trailing zeros. */
export interface StoredRelease {
  /** As the first upload wrote it. */
  readonly version: string;
  /** Milliseconds since the epoch: the time of the first upload. */
  readonly createdAtMs: number;
  /** The form fields of the first file uploaded: later files do not change them. */
  readonly metadata: Readonly<Record<string, readonly string[]>>;
  /** In order of upload. */
  readonly files: StoredFile[];
}

/** One project. */
export interface StoredProject {
  /** As the last upload wrote it. */
  name: string;
  /** Milliseconds since the epoch. */
  readonly createdAtMs: number;
  /** User whose upload or pending publisher made the project. */
  readonly createdBy?: string;
  /** Users who may upload. */
  readonly owners: Set<string>;
  /** A quarantined project lists no files; the other states are only shown. */
  status: 'active' | 'archived' | 'quarantined' | 'deprecated';
  /** Releases by canonical version. */
  readonly releases: Map<string, StoredRelease>;
  /** Number of the last change. */
  serial: number;
  /** From then on the simple index knows the project at all. */
  readonly visibleAtMs: number;
}

/** The digests that the index keeps of a file. BLAKE2b is computed on first need: here it takes a second per 20 MB. */
export class Digests {
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly #bytes: Buffer;
  #blake2b: string | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.sha256 = createHash('sha256').update(bytes).digest('hex');
  }

  /** 32 hexadecimal digits. */
  get md5(): string {
    return createHash('md5').update(this.#bytes).digest('hex');
  }

  /** With 32 bytes of output. */
  get blake2b(): string {
    this.#blake2b ??= blake2b256(this.#bytes);
    return this.#blake2b;
  }
}

/** SHA-256 of the METADATA that is served beside a wheel. */
export const metadataDigest = ({ metadata }: StoredFile): string | undefined =>
  metadata === undefined ? undefined : createHash('sha256').update(metadata).digest('hex');

/** Every project, release and file of the index. */
export class IndexStore {
  /** Projects by normalised name. */
  readonly projects = new Map<string, StoredProject>();
  /** Names of files that were deleted: never to be used again. */
  readonly burntNames = new Set<string>();
  #serial = 1000;

  /** The project, by any spelling of its name. */
  project(name: string): StoredProject | undefined {
    return this.projects.get(normaliseName(name));
  }

  /** The release, by PEP 440 equality. */
  release(name: string, version: string): StoredRelease | undefined {
    const canonical = parseIndexVersion(version)?.canonical;
    return canonical === undefined ? undefined : this.project(name)?.releases.get(canonical);
  }

  /** All files of a project, or of one release, in order of upload. */
  files(name: string, version?: string): readonly StoredFile[] {
    if (version !== undefined) return this.release(name, version)?.files ?? [];
    return [...(this.project(name)?.releases.values() ?? [])].flatMap(({ files }) => files);
  }

  /** The file of that name, in any project. */
  file(filename: string): StoredFile | undefined {
    return this.#find((file) => file.filename === filename);
  }

  /** The file with that content, in any project. */
  content(sha256: string): StoredFile | undefined {
    return this.#find((file) => file.sha256 === sha256);
  }

  /** Makes an empty project. */
  addProject(project: Omit<StoredProject, 'releases' | 'serial' | 'status'>): StoredProject {
    const stored: StoredProject = { ...project, status: 'active', releases: new Map(), serial: 0 };
    this.projects.set(normaliseName(project.name), stored);
    this.touch(stored);
    return stored;
  }

  /** Adds a file to its release, which is made where it is missing. */
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

  /** Deletes a file; its name stays burnt. */
  deleteFile(filename: string): void {
    for (const project of this.projects.values()) {
      for (const { files } of project.releases.values()) {
        const at = files.findIndex((file) => file.filename === filename);
        if (at < 0) continue;
        files.splice(at, 1);
        this.burntNames.add(filename);
        this.touch(project);
      }
    }
  }

  /** Notes a change of the project by a new serial. */
  touch(project: StoredProject): void {
    this.#serial += 1;
    project.serial = this.#serial;
  }

  #find(fits: (file: StoredFile) => boolean): StoredFile | undefined {
    for (const project of this.projects.values()) {
      for (const { files } of project.releases.values()) {
        const found = files.find(fits);
        if (found !== undefined) return found;
      }
    }
    return undefined;
  }
}
