import { join } from 'node:path';
import type { GitHubRelease, ReleaseAsset } from '@heroku-release/gh-ops';
import type { IndexFile } from '@heroku-release/pypi-publisher';
import type { StepIo } from '@heroku-release/release-kit';
import { parseReleasePlan, PLAN_FILE } from '../../plan/release-plan.ts';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { wrongFiles } from './download-artifact.ts';
import type { LocalFile } from './local-file.ts';
import type { PublishInput, PublishServices } from './publish-input.ts';
import { findReleaseNote } from '../../plan/release-note.ts';
import type { Releases } from './release-of-tag.ts';
import type { FetchedFiles } from './tested-files.ts';

type PlannedFile = ReleasePlan['artifacts'][number];

/**
 * Fetches plan and files without the artifact: from the assets of the release, and a file that is not among them from the index. Anybody
 * with write access can edit the assets, so the plan must be proven: by its hash in the note of the release, otherwise by the index, which
 * must show every planned file with its hash. Each file must have the hash in the plan. One or two requests per file.
 */
export async function filesOfRelease(
  because: string,
  { services, release }: PublishInput & { readonly release: Releases },
  io: StepIo,
): Promise<FetchedFiles> {
  const { current } = release;
  if (current === undefined) return missing(`${because}, and no GitHub release holds the files`);
  try {
    return await new ReleaseFiles(current, services, io).fetch(because);
  } catch (error) {
    return wrongFiles(error);
  }
}

class ReleaseFiles {
  readonly #release: GitHubRelease;
  readonly #services: PublishServices;
  readonly #io: StepIo;

  constructor(release: GitHubRelease, services: PublishServices, io: StepIo) {
    this.#release = release;
    this.#services = services;
    this.#io = io;
  }

  async fetch(gone: string): Promise<FetchedFiles> {
    const planFile = await this.#download(PLAN_FILE);
    if (planFile === undefined) return missing(`${gone}, and the GitHub release does not hold ${PLAN_FILE}`);
    const stated = findReleaseNote(this.#release.body)?.plan;
    if (stated !== undefined && stated !== planFile.sha256) {
      return different(
        `${PLAN_FILE} of the GitHub release has sha256 ${planFile.sha256}, but its note states ${stated}`,
      );
    }
    const plan = parseReleasePlan(await this.#services.files.readText(planFile.path));
    const index = await this.#services.publisher.listFiles(plan.name, { signal: this.#io.signal });
    const unproven = plan.artifacts.filter((planned) => onIndex(planned, index) === undefined);
    if (stated === undefined && unproven.length > 0) {
      return different(
        `${gone}, and nothing proves the plan on the GitHub release: its note states no hash, and the index does not show ${namesOf(unproven)}`,
      );
    }
    const files: LocalFile[] = [];
    for (const planned of plan.artifacts) {
      const file = (await this.#fromRelease(planned)) ?? (await this.#fromIndex(planned, index));
      if (file !== undefined) files.push(file);
    }
    const lost = plan.artifacts.filter(({ name }) => !files.some((file) => file.name === name));
    if (lost.length > 0) {
      return missing(
        `${gone}, and neither the GitHub release nor the index holds ${namesOf(lost)} with the hash of the plan`,
      );
    }
    const proof = stated === undefined ? 'the hashes on the index' : 'the hash in the note of the release';
    return {
      kind: 'fetched',
      from: `the assets of ${this.#release.url}`,
      tested: { plan, files: [...files, planFile] },
      notes: [`${gone}; plan and files come from the GitHub release and are proven by ${proof}`],
    };
  }

  async #fromRelease(planned: PlannedFile): Promise<LocalFile | undefined> {
    const file = await this.#download(planned.name);
    return file?.sha256 === planned.sha256 ? file : undefined;
  }

  async #fromIndex(planned: PlannedFile, index: readonly IndexFile[]): Promise<LocalFile | undefined> {
    const found = onIndex(planned, index);
    if (found === undefined) return undefined;
    this.#io.progress(`fetching ${planned.name} from the index`);
    const file = await this.#services.publisher.downloadFile(
      found,
      async (stream) => await this.#write(planned.name, stream),
      { signal: this.#io.signal },
    );
    return file?.sha256 === planned.sha256 ? file : undefined;
  }

  async #download(name: string): Promise<LocalFile | undefined> {
    const asset = this.#release.assets.find((each) => each.name === name && isComplete(each));
    if (asset === undefined) return undefined;
    this.#io.progress(`fetching ${name} from the GitHub release`);
    const { stream } = await this.#services.github.releases.downloadAsset(asset.id);
    const file = await this.#write(name, stream);
    const same = asset.digest === undefined || asset.digest === `sha256:${file.sha256}`;
    return same ? file : undefined;
  }

  async #write(name: string, stream: AsyncIterable<Uint8Array>): Promise<LocalFile> {
    const path = join(this.#services.workFolder, 'dist', name);
    return { name, path, ...(await this.#services.files.writeStream(path, stream)) };
  }
}

function onIndex({ name, sha256 }: PlannedFile, index: readonly IndexFile[]): IndexFile | undefined {
  return index.find((file) => file.filename === name && file.sha256 === sha256);
}

function isComplete({ state }: ReleaseAsset): boolean {
  return state === 'uploaded';
}

function namesOf(files: readonly PlannedFile[]): string {
  return files.map(({ name }) => name).join(', ');
}

function missing(because: string): FetchedFiles {
  return { kind: 'wrong', code: 'ARTIFACT_MISSING', because };
}

function different(because: string): FetchedFiles {
  return { kind: 'wrong', code: 'ARTIFACT_DIFFERS', because };
}
