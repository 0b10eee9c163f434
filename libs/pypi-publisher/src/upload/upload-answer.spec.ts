import { describe, expect, it } from 'vitest';
import { errorText } from '../http/response-text.ts';
import { classifyAnswer } from './upload-answer.ts';

describe('classifyAnswer', () => {
  it.each([
    [200, '', 'stored'],
    [201, '', 'stored'],
    [408, '', 'doubtful'],
    [425, '', 'doubtful'],
    [429, 'Too many new projects created', 'limited'],
    [499, '', 'doubtful'],
    [500, '<html>', 'doubtful'],
    [502, '', 'doubtful'],
    [503, '', 'doubtful'],
    [504, '', 'doubtful'],
    [400, 'The digest supplied does not match a digest calculated from the uploaded file.', 'corrupted'],
    [403, 'Invalid API Token: token is expired', 'token-expired'],
  ])('%i %s is %s', (status, text, kind) => {
    expect(classifyAnswer(status, text).kind).toBe(kind);
  });

  it.each([
    [400, "File already exists ('demo-1.0.tar.gz', with blake2_256 hash 'x').", 'PYPI_FILE_CONFLICT', true],
    [400, 'Validation failed: File name has already been taken', 'PYPI_FILE_CONFLICT', true],
    [400, 'Repository does not allow updating assets: pypi', 'PYPI_FILE_CONFLICT', true],
    [403, 'Not enough permissions to delete/overwrite artifact', 'PYPI_FILE_CONFLICT', true],
    [409, '', 'PYPI_FILE_CONFLICT', true],
    [
      400,
      'This filename was previously used by a file that has since been deleted.',
      'PYPI_FILE_CONFLICT',
      false,
    ],
    [400, 'Uploading new files to releases older than 14 days is not allowed.', 'PYPI_FILE_CONFLICT', false],
    [400, 'Only one sdist may be uploaded per release.', 'PYPI_FILE_CONFLICT', false],
    [400, 'Non-user identities cannot create new projects.', 'PYPI_PROJECT_UNKNOWN', false],
    [400, "'9.9' is not a valid metadata version", 'PYPI_UPLOAD_REFUSED', false],
    [400, 'File too large. Limit for project demo', 'PYPI_UPLOAD_REFUSED', false],
    [400, 'Invalid attestations supplied during upload: x', 'PYPI_ATTESTATIONS_REFUSED', false],
    [401, '', 'PYPI_UPLOAD_FORBIDDEN', false],
    [403, 'Invalid or non-existent authentication information.', 'PYPI_UPLOAD_FORBIDDEN', false],
    [403, 'Invalid API Token: project-scoped token is not valid for project', 'PYPI_UPLOAD_FORBIDDEN', false],
    [403, "The user 'x' isn't allowed to upload to project 'demo'.", 'PYPI_UPLOAD_FORBIDDEN', false],
    [403, 'Read-only mode: Uploads are temporarily disabled.', 'PYPI_UPLOAD_CLOSED', false],
    [403, 'New project registration temporarily disabled.', 'PYPI_UPLOAD_CLOSED', false],
    [404, '', 'PYPI_UPLOAD_URL_WRONG', false],
    [405, '', 'PYPI_UPLOAD_URL_WRONG', false],
    [410, '', 'PYPI_UPLOAD_URL_WRONG', false],
    [501, '', 'PYPI_UPLOAD_REFUSED', false],
  ])('%i %s is refused', (status, text, code, exists) => {
    expect(classifyAnswer(status, text)).toMatchObject({ kind: 'refused', code, exists });
  });
});

describe('errorText', () => {
  it.each([
    ['{"message":"m","code":"400 The useful text","title":"Bad Request"}', 'The useful text'],
    ['{"message":"only this","code":"400 "}', 'only this'],
    ['{"message":"only this"}', 'only this'],
    ['plain\ntext\u001b[31m red', 'plain text [31m red'],
    ['<html><style>a{}</style><h1>502</h1><p>Bad &nbsp;gateway</p></html>', '502 Bad &nbsp;gateway'],
    ['::set-output name=x::y', ': :set-output name=x: :y'],
    ['', ''],
  ])('%j', (body, text) => {
    expect(errorText(body)).toBe(text);
  });

  it('is at most 4 KiB long', () => {
    expect(errorText('x'.repeat(10_000))).toHaveLength(4096);
  });
});
