import type { ApiToken } from '../model/credentials.ts';
import { normaliseName } from '../model/file-name.ts';
import type { Digests, IndexStore, StoredProject } from '../model/index-store.ts';
import type { UploadForm } from './multipart.ts';
import { checkNewName } from '../model/new-project.ts';
import { projectsOf } from '../model/publishers.ts';
import { Refusal } from '../model/refusal.ts';
import type { UploadDesk } from './upload-context.ts';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

/** The action of the form. */
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

/** The form as a form. */
export function checkProtocol(form: UploadForm): void {
  if ((form.text('protocol_version') ?? '1') !== '1') throw new Refusal(400, 'Unknown protocol version.');
  const [tuple] = form.tupleFields;
  if (tuple !== undefined) throw new Refusal(400, `${tuple}: Should not be a tuple.`);
}

/** Whether the token may upload to a project that exists. */
export function checkRights(desk: UploadDesk, token: ApiToken, project: StoredProject): void {
  const { name } = project;
  desk.credentials.checkCaveats(token, name, desk.nowMs);
  if ('user' in token.holder) {
    if (!project.owners.has(token.holder.user)) {
      throw new Refusal(403, `The user '${token.holder.user}' isn't allowed to upload to project '${name}'.`);
    }
  } else if (!projectsOf(token.holder.publisher, desk.publishers).has(normaliseName(name))) {
    throw new Refusal(403, `Invalid API Token: OIDC scoped token is not valid for project '${name}'`);
  }
}

/** The user who may make the new project. */
export function checkNewProject(desk: UploadDesk, token: ApiToken, name: string): string {
  if (desk.mode.noNewProjects === true)
    throw new Refusal(403, 'New project registration temporarily disabled.');
  checkNewName(name, desk.store, desk.prohibited);
  if (!('user' in token.holder)) throw new Refusal(400, 'Non-user identities cannot create new projects.');
  desk.credentials.checkCaveats(token, name, desk.nowMs);
  const { user } = token.holder;
  const recent = [...desk.store.projects.values()].filter(
    (project) => project.createdBy === user && project.createdAtMs > desk.nowMs - HOUR_MS,
  );
  if (recent.length >= desk.limits.newProjects) throw new Refusal(429, 'Too many new projects created');
  return user;
}

/** Size of the file and of its project. */
export function checkSize(desk: UploadDesk, name: string, size: number): void {
  if (size > desk.limits.file) {
    throw new Refusal(400, `File too large. Limit for project '${name}' is ${desk.limits.file / MIB} MB.`);
  }
  const used = desk.store.files(name).reduce((sum, file) => sum + file.bytes.length, 0);
  if (used + size > desk.limits.project) {
    throw new Refusal(
      400,
      `Project size too large. Limit for project '${name}' total size is ${desk.limits.project / MIB} MB.`,
    );
  }
}

/** Every digest that was sent. */
export function checkDigests(form: UploadForm, digests: Digests): void {
  const differs = (field: string, actual: () => string): boolean => {
    const told = form.text(field);
    return told !== undefined && told.toLowerCase() !== actual();
  };
  if (
    differs('md5_digest', () => digests.md5) ||
    differs('sha256_digest', () => digests.sha256) ||
    differs('blake2_256_digest', () => digests.blake2b)
  ) {
    throw new Refusal(400, 'The digest supplied does not match a digest calculated from the uploaded file.');
  }
}

/** `stored` where name and content are there already: then nothing is to be done. */
export function checkDuplicate(store: IndexStore, filename: string, digests: Digests): 'stored' | 'new' {
  const named = store.file(filename);
  if (named?.sha256 === digests.sha256) return 'stored';
  const clash = named ?? store.content(digests.sha256);
  if (clash !== undefined) {
    throw new Refusal(400, `File already exists ('${filename}', with blake2_256 hash '${digests.blake2b}').`);
  }
  if (store.burntNames.has(filename)) {
    throw new Refusal(400, 'This filename was previously used by a file that has since been deleted.');
  }
  return 'new';
}

/** Whether the release takes one more file. */
export function checkRelease(desk: UploadDesk, name: string, version: string, filetype: string): void {
  const release = desk.store.release(name, version);
  if (release === undefined) return;
  if (desk.nowMs - release.createdAtMs > desk.limits.releaseOpenMs) {
    throw new Refusal(400, 'Uploading new files to releases older than 14 days is not allowed.');
  }
  if (filetype === 'sdist' && release.files.some((file) => file.filetype === 'sdist')) {
    throw new Refusal(400, 'Only one sdist may be uploaded per release.');
  }
}
