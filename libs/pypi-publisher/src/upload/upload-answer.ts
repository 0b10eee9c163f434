import type { PypiErrorCode } from '../errors.ts';
import { isPassing } from '../http/retry.ts';

/** What an index's answer to an upload means. */
export type UploadAnswer =
  /** Stored now, or stored before with the same content: PyPI answers both alike. */
  | { readonly kind: 'stored' }
  /** The file may or may not be stored: look, then send again. */
  | { readonly kind: 'doubtful'; readonly because: string }
  /** Not now: nothing was stored. */
  | { readonly kind: 'limited'; readonly because: string }
  /** The bytes changed on their way: one more try is in order. */
  | { readonly kind: 'corrupted'; readonly because: string }
  /** The token is no longer good; a fresh one may be. */
  | { readonly kind: 'token-expired'; readonly because: string }
  | {
      readonly kind: 'refused';
      readonly code: PypiErrorCode;
      readonly because: string;
      readonly hint: string;
      /** The index says that it has such a file; whether it is ours only its page tells. */
      readonly exists: boolean;
    };

/** One row of the answers that are told apart by their text. */
interface Row {
  readonly statuses: readonly number[];
  readonly text: RegExp;
  readonly code: PypiErrorCode;
  readonly hint: string;
  readonly exists?: boolean;
}

const EXISTS =
  /already exists?|has already been taken|does not allow updating|cannot be updated|delete\/overwrite/i;

const ROWS: readonly Row[] = [
  {
    statuses: [400, 403, 409],
    text: EXISTS,
    code: 'PYPI_FILE_CONFLICT',
    exists: true,
    hint: 'A file name on an index is used once and for all. Fix forward: release a new version.',
  },
  {
    statuses: [400],
    text: /previously used by a file that has since been deleted|older than 14 days|Only one sdist/i,
    code: 'PYPI_FILE_CONFLICT',
    hint: 'This version cannot take the file any more. Fix forward: release a new version.',
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
    hint: 'Nothing was stored. Attestations need a token of trusted publishing, and the workflow of the run must be the registered one.',
  },
];

/** Classifies one answer by its status and the text that {@link serverText} made of its body. */
export function classifyAnswer(status: number, text: string): UploadAnswer {
  const because = text === '' ? `status ${status}` : `${text} (status ${status})`;
  if (status >= 200 && status < 300) return { kind: 'stored' };
  if (status === 429) return { kind: 'limited', because };
  if (isPassing(status)) return { kind: 'doubtful', because };
  if (status === 400 && /digest supplied does not match/i.test(text)) return { kind: 'corrupted', because };
  if (status === 403 && /^Invalid API Token:.*expired/i.test(text)) return { kind: 'token-expired', because };
  const row = ROWS.find((each) => each.statuses.includes(status) && each.text.test(text));
  if (row !== undefined) {
    return { kind: 'refused', code: row.code, because, hint: row.hint, exists: row.exists ?? false };
  }
  return { kind: 'refused', because, exists: status === 409, ...byStatus(status) };
}

function byStatus(status: number): { readonly code: PypiErrorCode; readonly hint: string } {
  if (status === 401 || status === 403) {
    return {
      code: 'PYPI_UPLOAD_FORBIDDEN',
      hint: 'Check that the trusted publisher names this repository, workflow and environment, or that the token may upload to this project.',
    };
  }
  if (status === 404 || status === 405 || status === 410 || (status >= 300 && status < 400)) {
    return {
      code: 'PYPI_UPLOAD_URL_WRONG',
      hint: 'Check the upload URL: it is not the index URL, and it is taken verbatim, slash included.',
    };
  }
  if (status === 409) {
    return {
      code: 'PYPI_FILE_CONFLICT',
      hint: 'A file name on an index is used once and for all. Fix forward: release a new version.',
    };
  }
  return { code: 'PYPI_UPLOAD_REFUSED', hint: 'The index says what is wrong with the file or its metadata.' };
}
