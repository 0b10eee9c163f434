import type { PypiErrorCode } from '../errors.ts';
import { isTransientStatus } from '../http/retry.ts';

/** The meaning of an index's response to an upload. */
export type UploadAnswer =
  /** Stored now, or stored before with the same content: PyPI's response is the same. */
  | { readonly kind: 'stored' }
  /** The file may or may not be stored: the index must be checked before another attempt. */
  | { readonly kind: 'doubtful'; readonly because: string }
  /** Rate-limited: nothing was stored. */
  | { readonly kind: 'limited'; readonly because: string }
  /** The bytes changed in transit: worth one more attempt. */
  | { readonly kind: 'corrupted'; readonly because: string }
  /** The token has expired; a new one may work. */
  | { readonly kind: 'token-expired'; readonly because: string }
  | {
      readonly kind: 'refused';
      readonly code: PypiErrorCode;
      readonly because: string;
      readonly hint: string;
      /** The index says that the file exists; only its project page shows whether the content is the same. */
      readonly exists: boolean;
    };

/** A response that is recognized by its text. */
interface KnownRefusal {
  readonly statuses: readonly number[];
  readonly text: RegExp;
  readonly code: PypiErrorCode;
  readonly hint: string;
  readonly exists?: boolean;
}

const EXISTS =
  /already exists?|has already been taken|does not allow updating|cannot be updated|delete\/overwrite/i;

const FILE_NAME_USED =
  'An index accepts a file name only once, even after the file is deleted. Fix forward: release a new version.';

const KNOWN_REFUSALS: readonly KnownRefusal[] = [
  {
    statuses: [400, 403, 409],
    text: EXISTS,
    code: 'PYPI_FILE_CONFLICT',
    exists: true,
    hint: FILE_NAME_USED,
  },
  {
    statuses: [400],
    text: /previously used by a file that has since been deleted|older than 14 days|Only one sdist/i,
    code: 'PYPI_FILE_CONFLICT',
    hint: 'The index no longer accepts this file for this version. Fix forward: release a new version.',
  },
  {
    statuses: [400],
    text: /Non-user identities cannot create new projects/i,
    code: 'PYPI_PROJECT_UNKNOWN',
    hint: 'The project does not exist on the index. Register a pending publisher under exactly this project name, or correct the name.',
  },
  {
    statuses: [403],
    text: /read-only mode|temporarily disabled/i,
    code: 'PYPI_UPLOAD_CLOSED',
    hint: 'The index is under maintenance. Run the command again later.',
  },
  {
    statuses: [400],
    text: /invalid attestations|attestations are only supported|attestations per file/i,
    code: 'PYPI_ATTESTATIONS_REFUSED',
    hint: 'Nothing was stored. Attestations need an upload token from trusted publishing, and the run must use the registered workflow.',
  },
];

/** Classifies a response by its status and the text of its body (see `errorText`). */
export function classifyAnswer(status: number, text: string): UploadAnswer {
  const because = text === '' ? `status ${status}` : `${text} (status ${status})`;
  if (status >= 200 && status < 300) return { kind: 'stored' };
  if (status === 429) return { kind: 'limited', because };
  if (isTransientStatus(status)) return { kind: 'doubtful', because };
  if (status === 400 && /digest supplied does not match/i.test(text)) return { kind: 'corrupted', because };
  if (status === 403 && /^Invalid API Token:.*expired/i.test(text)) return { kind: 'token-expired', because };
  const known = KNOWN_REFUSALS.find((each) => each.statuses.includes(status) && each.text.test(text));
  if (known !== undefined) {
    const { code, hint, exists = false } = known;
    return { kind: 'refused', code, because, hint, exists };
  }
  return { kind: 'refused', because, exists: status === 409, ...byStatus(status) };
}

function byStatus(status: number): { readonly code: PypiErrorCode; readonly hint: string } {
  if (status === 401 || status === 403) {
    return {
      code: 'PYPI_UPLOAD_FORBIDDEN',
      hint: 'Check that the trusted publisher is registered for this repository, workflow and environment, or that the token may upload to this project.',
    };
  }
  if (status === 404 || status === 405 || status === 410 || (status >= 300 && status < 400)) {
    return {
      code: 'PYPI_UPLOAD_URL_WRONG',
      hint: 'Check the upload URL: it differs from the index URL and is used verbatim, including a trailing slash.',
    };
  }
  if (status === 409) {
    return {
      code: 'PYPI_FILE_CONFLICT',
      hint: FILE_NAME_USED,
    };
  }
  return {
    code: 'PYPI_UPLOAD_REFUSED',
    hint: 'The message of the index says what is wrong with the file or its metadata.',
  };
}
