import { readAttestations } from './attestations.ts';
import { holderOf } from './credentials.ts';
import type { ApiToken, Credentials } from './credentials.ts';
import { checkDescription } from './description.ts';
import { checkFileName, normaliseName } from './file-name.ts';
import { checkFormFields } from './form-fields.ts';
import { checkMetadata } from './form-metadata.ts';
import { digestsOf } from './index-store.ts';
import type { IndexStore, StoredFile, StoredProject } from './index-store.ts';
import type { FormPart, UploadForm } from './multipart.ts';
import { checkNewName } from './new-project.ts';
import { Refusal } from './refusal.ts';
import { checkSdistArchive } from './sdist-archive.ts';
import { checkWheelArchive } from './wheel-archive.ts';

const DAY_MS = 86_400_000;
const MIB = 1024 * 1024;

/** Which parts of the index are out of service. */
export interface MaintenanceMode {
  /** Everything but reading. */
  readonly readOnly?: boolean;
  readonly noUploads?: boolean;
  readonly noNewProjects?: boolean;
  readonly noTrustedPublishing?: boolean;
}

/** Limits of the index. */
export interface UploadLimits {
  /** Bytes; default 100 MiB. */
  readonly file: number;
  /** Bytes; default 10 GiB. */
  readonly project: number;
  /** Age of a release from which on it takes no new files, in milliseconds; default 14 days. */
  readonly releaseOpenMs: number;
  /** New projects a user may make within an hour; default 20. */
  readonly newProjects: number;
}

/** The index's own limits. */
export const UPLOAD_LIMITS: UploadLimits = {
  file: 100 * MIB,
  project: 10 * 1024 * MIB,
  releaseOpenMs: 14 * DAY_MS,
  newProjects: 20,
};

/** What an upload is judged by. */
export interface UploadDesk {
  readonly store: IndexStore;
  readonly credentials: Credentials;
  readonly mode: MaintenanceMode;
  readonly limits: UploadLimits;
  readonly prohibited: readonly string[];
  readonly nowMs: number;
  /** Milliseconds until the simple index and the JSON pages show the file. */
  readonly delays: { readonly index: number; readonly json: number };
}

/** One upload as it arrived. */
export interface Upload {
  readonly form: UploadForm;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
  /** Hears who uploads, for the log. */
  readonly note: (holder: string) => void;
}

function checkRequest(form: UploadForm): void {
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

function checkProtocol(form: UploadForm): void {
  if ((form.text('protocol_version') ?? '1') !== '1') throw new Refusal(400, 'Unknown protocol version.');
  const [tuple] = form.tupleFields;
  if (tuple !== undefined) throw new Refusal(400, `${tuple}: Should not be a tuple.`);
}

function checkRights(desk: UploadDesk, token: ApiToken, project: StoredProject): void {
  const { name } = project;
  desk.credentials.checkCaveats(token, name, desk.nowMs);
  if ('user' in token.holder) {
    if (!project.owners.has(token.holder.user)) {
      throw new Refusal(403, `The user '${token.holder.user}' isn't allowed to upload to project '${name}'.`);
    }
  } else if (normaliseName(token.holder.publisher.project) !== normaliseName(name)) {
    throw new Refusal(403, `Invalid API Token: OIDC scoped token is not valid for project '${name}'`);
  }
}

/** The user who may make the new project. */
function checkNewProject(desk: UploadDesk, token: ApiToken, name: string): string {
  if (desk.mode.noNewProjects === true)
    throw new Refusal(403, 'New project registration temporarily disabled.');
  checkNewName(name, desk.store, desk.prohibited);
  if (!('user' in token.holder)) throw new Refusal(400, 'Non-user identities cannot create new projects.');
  desk.credentials.checkCaveats(token, name, desk.nowMs);
  const { user } = token.holder;
  const recent = [...desk.store.projects.values()].filter(
    (project) => project.createdBy === user && project.createdAtMs > desk.nowMs - DAY_MS / 24,
  );
  if (recent.length >= desk.limits.newProjects) throw new Refusal(429, 'Too many new projects created');
  return user;
}

function checkSize(desk: UploadDesk, name: string, size: number): void {
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

function checkDigests(form: UploadForm, digests: ReturnType<typeof digestsOf>): void {
  const sent = [
    [form.text('md5_digest'), digests.md5],
    [form.text('sha256_digest'), digests.sha256],
    [form.text('blake2_256_digest'), digests.blake2b],
  ];
  if (sent.some(([told, actual]) => told !== undefined && told.toLowerCase() !== actual)) {
    throw new Refusal(400, 'The digest supplied does not match a digest calculated from the uploaded file.');
  }
}

/** `stored` where name and content are there already: then nothing is to be done. */
function checkDuplicate(store: IndexStore, filename: string, blake2b: string): 'stored' | 'new' {
  const named = store.file(filename);
  if (named?.blake2b === blake2b) return 'stored';
  const clash = named ?? store.content(blake2b);
  if (clash !== undefined) {
    throw new Refusal(400, `File already exists ('${filename}', with blake2_256 hash '${blake2b}').`);
  }
  if (store.burntNames.has(filename)) {
    throw new Refusal(400, 'This filename was previously used by a file that has since been deleted.');
  }
  return 'new';
}

function checkRelease(desk: UploadDesk, name: string, version: string, filetype: string): void {
  const release = desk.store.release(name, version);
  if (release === undefined) return;
  if (desk.nowMs - release.createdAtMs > desk.limits.releaseOpenMs) {
    throw new Refusal(400, 'Uploading new files to releases older than 14 days is not allowed.');
  }
  if (filetype === 'sdist' && release.files.some((file) => file.filetype === 'sdist')) {
    throw new Refusal(400, 'Only one sdist may be uploaded per release.');
  }
}

function contentOf(form: UploadForm): FormPart & { readonly filename: string } {
  const { file } = form;
  if (file?.filename === undefined || file.filename === '') {
    throw new Refusal(400, 'Upload payload does not have a file.');
  }
  return { ...file, filename: file.filename };
}

function publisherOf({ holder }: ApiToken): Pick<StoredFile, 'publisher'> {
  if ('user' in holder) return {};
  const { owner, repository, workflow, environment } = holder.publisher;
  return { publisher: { repository: `${owner}/${repository}`, workflow, environment: environment ?? null } };
}

/** Judges one upload in the index's order and stores the file; throws the {@link Refusal} of the first broken rule. */
export async function acceptUpload(desk: UploadDesk, upload: Upload): Promise<'stored' | 'new'> {
  const { form } = upload;
  const { store, credentials, mode, nowMs } = desk;
  if (mode.readOnly === true) throw new Refusal(403, 'Read-only mode: Uploads are temporarily disabled.');
  if (mode.noUploads === true) throw new Refusal(403, 'New uploads are temporarily disabled.');
  checkRequest(form);
  const token = credentials.authenticate(upload.authorization);
  upload.note(holderOf(token));
  credentials.checkUser(token);
  checkProtocol(form);
  const { filetype } = checkFormFields(form);
  const { project: name, version } = checkMetadata(form);
  const content = contentOf(form);
  const existing = store.project(name);
  const creator = existing === undefined ? checkNewProject(desk, token, name) : undefined;
  if (existing !== undefined) checkRights(desk, token, existing);
  checkDescription(form);
  const { filename, bytes } = content;
  checkFileName(filename, { project: name, version, filetype });
  // A file without a content type passes: uv sends none.
  if (content.contentType === '' || content.contentType?.startsWith('image/') === true) {
    throw new Refusal(400, 'Invalid distribution file.');
  }
  checkSize(desk, name, bytes.length);
  const digests = digestsOf(bytes);
  checkDigests(form, digests);
  if (checkDuplicate(store, filename, digests.blake2b) === 'stored') return 'stored';
  checkRelease(desk, name, version, filetype);
  const licenses = form.all('license_file');
  let metadata: Buffer | undefined;
  if (filetype === 'bdist_wheel') metadata = await checkWheelArchive(filename, bytes, licenses);
  else checkSdistArchive(filename, bytes, licenses);
  const sentAttestations = form.text('attestations');
  const byPublisher = 'publisher' in token.holder;
  const attestations =
    sentAttestations === undefined
      ? []
      : readAttestations(sentAttestations, { filename, sha256: digests.sha256, byPublisher });
  const requiresPython = form.text('requires_python');
  const visibleAtMs = nowMs + desk.delays.index;
  const project =
    existing ??
    store.addProject({
      name,
      createdAtMs: nowMs,
      owners: new Set([creator ?? '']),
      visibleAtMs,
      ...(creator === undefined ? {} : { createdBy: creator }),
    });
  project.name = name;
  store.addFile(
    project,
    {
      filename,
      version,
      filetype,
      pyversion: form.text('pyversion') ?? 'source',
      bytes: Buffer.from(bytes),
      ...digests,
      attestations,
      uploadedAtMs: nowMs,
      visibleAtMs,
      jsonVisibleAtMs: nowMs + desk.delays.json,
      uploadedBy: holderOf(token),
      yanked: false,
      ...publisherOf(token),
      ...(requiresPython === undefined ? {} : { requiresPython }),
      ...(metadata === undefined ? {} : { metadata }),
      ...(upload.userAgent === undefined ? {} : { userAgent: upload.userAgent }),
    },
    form.fields(),
  );
  return 'new';
}
