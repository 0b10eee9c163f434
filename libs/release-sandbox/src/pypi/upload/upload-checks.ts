import type { ApiToken } from '../model/credentials.ts';
import { normaliseName } from '../model/file-name.ts';
import type { Digests, IndexStore, StoredProject } from '../model/index-store.ts';
import type { UploadForm } from './multipart.ts';
import { checkNewName } from '../model/new-project.ts';
import { projectsOf } from '../model/publishers.ts';
import { Refusal } from '../model/refusal.ts';
import type { UploadContext } from './upload-context.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

/** Checks the action of the form. */
export function checkRequest(form: UploadForm): void {
  const action = form.text(':action');
  if (action === 'submit' || action === 'submit_pkg_info') {
    throw new Refusal(
      410,
      'Project pre-registration is no longer required or supported, upload your files instead.',
    );
  }
  if (action === 'doc_upload')
    throw new Refusal(
      410,
      'Uploading documentation is no longer supported, we recommend using Read the Docs.',
    );
  if (action !== 'file_upload') throw new Refusal(400, 'Invalid or missing :action.');
}

/** Checks the protocol version and the form of the text fields. */
export function checkProtocol(form: UploadForm): void {
  if ((form.text('protocol_version') ?? '1') !== '1') throw new Refusal(400, 'Unknown protocol version.');
  const [tuple] = form.tupleFields;
  if (tuple !== undefined) throw new Refusal(400, `${tuple}: Should not be a tuple.`);
}

/** Checks whether the token may upload to an existing project. */
export function checkRights(context: UploadContext, token: ApiToken, project: StoredProject): void {
  const { name } = project;
  context.credentials.checkCaveats(token, name, context.nowMs);
  if ('user' in token.holder) {
    if (!project.owners.has(token.holder.user)) {
      throw new Refusal(403, `The user '${token.holder.user}' isn't allowed to upload to project '${name}'.`);
    }
  } else if (!projectsOf(token.holder.publisher, context.publishers).has(normaliseName(name))) {
    throw new Refusal(403, `Invalid API Token: OIDC scoped token is not valid for project '${name}'`);
  }
}

/** Checks whether a new project may be created. Returns the user who creates it. */
export function checkNewProject(context: UploadContext, token: ApiToken, name: string): string {
  if (context.mode.noNewProjects === true)
    throw new Refusal(403, 'New project registration temporarily disabled.');
  checkNewName(name, context.store, context.prohibited);
  if (!('user' in token.holder)) throw new Refusal(400, 'Non-user identities cannot create new projects.');
  context.credentials.checkCaveats(token, name, context.nowMs);
  const { user } = token.holder;
  const recent = [...context.store.projects.values()].filter(
    (project) => project.createdBy === user && project.createdAtMs > context.nowMs - HOUR_MS,
  );
  if (recent.length >= context.limits.newProjects) throw new Refusal(429, 'Too many new projects created');
  return user;
}

/** Checks the sizes of the file and of its project. */
export function checkSize(context: UploadContext, name: string, size: number): void {
  if (size > context.limits.file) {
    throw new Refusal(400, `File too large. Limit for project '${name}' is ${context.limits.file / MIB} MB.`);
  }
  const used = context.store.files(name).reduce((sum, file) => sum + file.bytes.length, 0);
  if (used + size > context.limits.project) {
    throw new Refusal(
      400,
      `Project size too large. Limit for project '${name}' total size is ${context.limits.project / MIB} MB.`,
    );
  }
}

/** Checks every digest in the form. */
export function checkDigests(form: UploadForm, digests: Digests): void {
  const differs = (field: string, actual: () => string): boolean => {
    const declared = form.text(field);
    return declared !== undefined && declared.toLowerCase() !== actual();
  };
  if (
    differs('md5_digest', () => digests.md5) ||
    differs('sha256_digest', () => digests.sha256) ||
    differs('blake2_256_digest', () => digests.blake2b)
  ) {
    throw new Refusal(400, 'The digest supplied does not match a digest calculated from the uploaded file.');
  }
}

/** Checks for conflicts with existing files. `stored`: a file with this name and content already exists. */
export function checkDuplicate(store: IndexStore, filename: string, digests: Digests): 'stored' | 'new' {
  const named = store.file(filename);
  if (named?.sha256 === digests.sha256) return 'stored';
  const clash = named ?? store.fileByDigest(digests.sha256);
  if (clash !== undefined) {
    throw new Refusal(400, `File already exists ('${filename}', with blake2_256 hash '${digests.blake2b}').`);
  }
  if (store.retiredFileNames.has(filename)) {
    throw new Refusal(400, 'This filename was previously used by a file that has since been deleted.');
  }
  return 'new';
}

/** Checks whether the release accepts another file. */
export function checkRelease(context: UploadContext, name: string, version: string, filetype: string): void {
  const release = context.store.release(name, version);
  if (release === undefined) return;
  if (context.nowMs - release.createdAtMs > context.limits.releaseOpenMs) {
    throw new Refusal(400, 'Uploading new files to releases older than 14 days is not allowed.');
  }
  if (filetype === 'sdist' && release.files.some((file) => file.filetype === 'sdist')) {
    throw new Refusal(400, 'Only one sdist may be uploaded per release.');
  }
}
