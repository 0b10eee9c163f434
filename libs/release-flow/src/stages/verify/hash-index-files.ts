import { filesOfVersion, PypiError } from '@heroku-release/pypi-publisher';
import type { IndexClient, IndexFile } from '@heroku-release/pypi-publisher';
import { check, settled } from '@heroku-release/release-kit';
import type { CheckDecision, StepIo } from '@heroku-release/release-kit';
import type { ReleasePlan } from '../../plan/release-plan.ts';
import { copyOf, describeCopies, NOTHING_PLANNED, sizeLimit, unread } from './copies.ts';
import type { Copies, Copy, PlannedFile } from './copies.ts';
import { digestStream } from './digest-stream.ts';
import type { PlanUnderTest } from './read-published-plan.ts';
import type { VerifyInput } from './verify-input.ts';

/** The files of the version on the index. */
export interface IndexCopies extends Copies {
  /** Planned files that the index asks installers to skip, with its reason. A yank does not change their bytes. */
  readonly yanked: readonly string[];
}

type Facts = VerifyInput & { readonly plan: PlanUnderTest };

const NONE: IndexCopies = { planned: new Map(), extra: [], yanked: [] };

/** Every planned file from the index, listed, downloaded and hashed; and the files of this version that the plan does not mention. */
export const hashIndexFiles = check({
  needs: [],
  observe: async ({ services, plan: { plan } }: Facts, io: StepIo): Promise<IndexCopies | undefined> => {
    if (plan === undefined) return undefined;
    const listed = await list(services.index, plan, io.signal);
    if (!Array.isArray(listed)) {
      return { ...NONE, planned: new Map(plan.artifacts.map(({ name }) => [name, listed])) };
    }
    const copies = new Map<string, Copy>();
    for (const planned of plan.artifacts) {
      io.progress(`downloading ${planned.name} from the index`);
      const file = listed.find(({ filename }) => filename === planned.name);
      copies.set(planned.name, await indexCopy(services.index, planned, file, io.signal));
    }
    const names = filesOfVersion(plan.version, listed).map(({ filename }) => filename);
    const yanked = listed
      .filter((file) => file.yanked !== false && copies.has(file.filename))
      .map(describeYank);
    return { planned: copies, extra: names.filter((name) => !copies.has(name)), yanked };
  },
  decide: (_facts: Facts, copies: IndexCopies | undefined): CheckDecision<IndexCopies> => {
    if (copies === undefined) return settled(NONE, NOTHING_PLANNED);
    return settled(copies, describeCopies('on the index', copies), copies.yanked);
  },
});

async function list(index: IndexClient, plan: ReleasePlan, signal: AbortSignal): Promise<IndexFile[] | Copy> {
  try {
    return await index.listFiles(plan.name, { signal });
  } catch (error) {
    return unread(error);
  }
}

async function indexCopy(
  index: IndexClient,
  planned: PlannedFile,
  listed: IndexFile | undefined,
  signal: AbortSignal,
): Promise<Copy> {
  if (listed === undefined) return { state: 'missing', because: 'not on the index' };
  try {
    const maxBytes = sizeLimit(planned, listed.size);
    const digest = await index.downloadFile(listed, digestStream, { maxBytes, signal });
    if (digest === undefined)
      return { state: 'missing', because: 'listed on the index, but not to be had there' };
    const copy = copyOf(planned, digest);
    if (copy.state !== 'same' || listed.sha256 === undefined || listed.sha256 === planned.sha256) return copy;
    const because = `the index lists SHA-256 ${listed.sha256}`;
    return { state: 'different', sha256: digest.sha256, because };
  } catch (error) {
    if (!(error instanceof PypiError) || error.code !== 'PYPI_INDEX_INVALID') return unread(error);
    return { state: 'different', because: error.message };
  }
}

function describeYank({ filename, yanked }: IndexFile): string {
  return `${filename} is yanked on the index${typeof yanked === 'string' ? ` (${yanked})` : ''}`;
}
