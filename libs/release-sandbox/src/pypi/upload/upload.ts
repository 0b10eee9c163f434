import { readAttestations } from './attestations.ts';
import { holderOf } from '../model/credentials.ts';
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
  checkRequest,
  checkProtocol,
  checkRights,
  checkNewProject,
  checkSize,
  checkDigests,
  checkDuplicate,
  checkRelease,
} from './upload-checks.ts';
import type { UploadDesk } from './upload-context.ts';
import { checkWheelArchive } from './wheel-archive.ts';

/** One upload as it arrived. */
export interface Upload {
  readonly form: UploadForm;
  readonly authorization: string | undefined;
  readonly userAgent: string | undefined;
  /** Hears who uploads, for the log. */
  readonly note: (holder: string) => void;
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
  const { filename } = content;
  // A copy of its own: the part is a view into the whole form.
  const bytes = Buffer.from(content.bytes);
  checkFileName(filename, { project: name, version, filetype });
  // A file without a content type passes: uv sends none.
  if (content.contentType === '' || content.contentType?.startsWith('image/') === true) {
    throw new Refusal(400, 'Invalid distribution file.');
  }
  checkSize(desk, name, bytes.length);
  const digests = new Digests(bytes);
  checkDigests(form, digests);
  if (checkDuplicate(store, filename, digests) === 'stored') return 'stored';
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
      bytes,
      sha256: digests.sha256,
      digests,
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
