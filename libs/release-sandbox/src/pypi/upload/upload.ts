import { parseAttestations } from './attestations.ts';
import { holderLabel } from '../model/credentials.ts';
import type { ApiToken } from '../model/credentials.ts';
import { checkDescription } from './description.ts';
import { checkFileName } from '../model/file-name.ts';
import { checkFormFields } from './form-fields.ts';
import { checkMetadata } from './form-metadata.ts';
import { Digests } from '../model/index-store.ts';
import type { StoredFile } from '../model/index-store.ts';
import type { FormPart, UploadForm } from './multipart.ts';
import { Refusal } from '../model/refusal.ts';
import { checkSdistArchive } from './sdist-archive.ts';
import {
  checkDigests,
  checkDuplicate,
  checkNewProject,
  checkProtocol,
  checkRelease,
  checkRequest,
  checkRights,
  checkSize,
} from './upload-checks.ts';
import type { UploadContext } from './upload-context.ts';
import { checkWheelArchive } from './wheel-archive.ts';

/** An upload request. */
export interface Upload {
  readonly form: UploadForm;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
  /** Called with the label of the authenticated holder, for the log. */
  readonly onAuthenticated: (holder: string) => void;
}

function contentOf(form: UploadForm): FormPart & { readonly filename: string } {
  const { file } = form;
  if (file?.filename === undefined || file.filename === '') {
    throw new Refusal(400, 'Upload payload does not have a file.');
  }
  return { ...file, filename: file.filename };
}

function publisherOf({ holder }: ApiToken): StoredFile['publisher'] {
  if ('user' in holder) return undefined;
  const { owner, repository, workflow, environment } = holder.publisher;
  return { repository: `${owner}/${repository}`, workflow, environment: environment ?? null };
}

/** Checks an upload in the order of the index and stores the file. Throws the {@link Refusal} of the first broken rule. */
export async function acceptUpload(context: UploadContext, upload: Upload): Promise<'stored' | 'new'> {
  const { form } = upload;
  const { store, credentials, mode, nowMs } = context;
  if (mode.readOnly === true) throw new Refusal(403, 'Read-only mode: Uploads are temporarily disabled.');
  if (mode.noUploads === true) throw new Refusal(403, 'New uploads are temporarily disabled.');
  checkRequest(form);
  const token = credentials.authenticate(upload.authorization);
  upload.onAuthenticated(holderLabel(token));
  credentials.checkUser(token);
  checkProtocol(form);
  const { filetype } = checkFormFields(form);
  const { project: name, version } = checkMetadata(form);
  const content = contentOf(form);
  const existing = store.project(name);
  const creator = existing === undefined ? checkNewProject(context, token, name) : undefined;
  if (existing !== undefined) checkRights(context, token, existing);
  checkDescription(form);
  const { filename } = content;
  // A copy, because the part is a view into the whole form.
  const bytes = Buffer.from(content.bytes);
  checkFileName(filename, { project: name, version, filetype });
  // A file without a content type is accepted: uv sends none.
  if (content.contentType === '' || content.contentType?.startsWith('image/') === true) {
    throw new Refusal(400, 'Invalid distribution file.');
  }
  checkSize(context, name, bytes.length);
  const digests = new Digests(bytes);
  checkDigests(form, digests);
  if (checkDuplicate(store, filename, digests) === 'stored') return 'stored';
  checkRelease(context, name, version, filetype);
  const licenses = form.all('license_file');
  let metadata: Buffer | undefined;
  if (filetype === 'bdist_wheel') metadata = await checkWheelArchive(filename, bytes, licenses);
  else checkSdistArchive(filename, bytes, licenses);
  const sentAttestations = form.text('attestations');
  const byPublisher = 'publisher' in token.holder;
  const attestations =
    sentAttestations === undefined
      ? []
      : parseAttestations(sentAttestations, { filename, sha256: digests.sha256, byPublisher });
  const visibleAtMs = nowMs + context.delays.index;
  const project =
    existing ??
    store.addProject({
      name,
      createdAtMs: nowMs,
      owners: new Set([creator ?? '']),
      visibleAtMs,
      createdBy: creator,
    });
  project.name = name;
  store.addFile(
    project,
    {
      filename,
      version,
      filetype,
      pyversion: form.text('pyversion') ?? 'source',
      bytes,
      sha256: digests.sha256,
      digests,
      attestations,
      uploadedAtMs: nowMs,
      visibleAtMs,
      jsonVisibleAtMs: nowMs + context.delays.json,
      uploadedBy: holderLabel(token),
      yanked: false,
      publisher: publisherOf(token),
      requiresPython: form.text('requires_python'),
      metadata,
      userAgent: upload.userAgent,
    },
    form.fields(),
  );
  return 'new';
}
