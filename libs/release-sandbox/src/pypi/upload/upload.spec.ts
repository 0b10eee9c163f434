import { createHash } from 'node:crypto';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { sdist, wheel } from '../../../test/archives.ts';
import { basic, demoSdist, demoWheel, fieldsOf, formBody, refusalOf, upload } from '../../../test/uploads.ts';
import type { UploadRequest } from '../../../test/uploads.ts';
import { VirtualClock } from '../../../test/virtual-clock.ts';
import { startSandbox } from '../../sandbox.ts';
import type { RunningSandbox } from '../../sandbox.ts';
import { blake2b256 } from '../model/blake2b.ts';

const TOKEN = 'pypi-AgEIann';
const DAY_MS = 86_400_000;
const running: RunningSandbox[] = [];
let clock: VirtualClock;
let sandbox: RunningSandbox;

beforeEach(async () => {
  clock = new VirtualClock();
  sandbox = await startSandbox({
    clock,
    pypi: {
      users: [
        { name: 'lax', twoFactor: false },
        { name: 'new', verifiedEmail: false },
      ],
      projects: [
        { name: 'demo', owners: ['ann', 'lax', 'new'] },
        { name: 'other', owners: ['ann', 'bob'] },
      ],
      userTokens: [
        { token: TOKEN, user: 'ann' },
        { token: 'pypi-AgEIscoped', user: 'ann', projects: ['other'] },
        { token: 'pypi-AgEIold', user: 'ann', expiresAtMs: clock.now() },
        { token: 'pypi-AgEIbob', user: 'bob' },
        { token: 'pypi-AgEIlax', user: 'lax' },
        { token: 'pypi-AgEInew', user: 'new' },
      ],
      prohibitedNames: ['forbidden'],
      limits: { newProjects: 2 },
    },
  });
  running.push(sandbox);
});

afterAll(async () => {
  await Promise.all(running.map((one) => one.close()));
});

const send = (request: Partial<UploadRequest> = {}): Promise<Response> =>
  upload({ url: sandbox.endpoints.PYPI_UPLOAD_URL, token: TOKEN, ...demoWheel(), ...request });

const bytesStored = (): Buffer => sandbox.pypi.store.files('demo')[0]!.bytes;

describe('a proper upload', () => {
  it('stores wheel and sdist with their form fields', async () => {
    expect((await send({ fields: { summary: 'first', requires_python: '>=3.9' } })).status).toBe(200);
    expect((await send({ ...demoSdist(), fields: { summary: 'second' } })).status).toBe(200);
    expect(sandbox.pypi.filesOf('demo', '1.2.0')).toEqual([
      'demo-1.2.0-py3-none-any.whl',
      'demo-1.2.0.tar.gz',
    ]);
    expect(sandbox.pypi.releases('demo')[0]?.metadata['summary']).toEqual(['first']);
    expect(sandbox.log.at(-1)).toMatchObject({
      service: 'pypi',
      operation: 'pypi.upload',
      by: 'user ann',
    });
  });

  it('keeps every byte of file and description', async () => {
    const description = 'line\nline\r\n\n  end ';
    await send({ fields: { description, description_content_type: 'text/markdown' } });
    const [file] = sandbox.pypi.store.files('demo');
    expect(file?.bytes.equals(demoWheel().bytes)).toBe(true);
    expect(sandbox.pypi.releases('demo')[0]?.metadata['description']).toEqual([description]);
  });

  it.each(['Bearer', 'Token'])('takes %s as well as basic', async (scheme) => {
    expect((await send({ token: undefined, headers: { authorization: `${scheme} ${TOKEN}` } })).status).toBe(
      200,
    );
  });

  it('makes a project for a user and its owner is that user', async () => {
    const filename = 'fresh-1.0-py3-none-any.whl';
    expect((await send({ filename, bytes: wheel('fresh', '1.0') })).status).toBe(200);
    expect([...(sandbox.pypi.store.project('fresh')?.owners ?? [])]).toEqual(['ann']);
  });

  it('takes the display name from the form', async () => {
    await send({ fields: { name: 'Demo' } });
    expect(sandbox.pypi.store.project('demo')?.name).toBe('Demo');
  });

  it('treats 1.2 and 1.2.0 as one release', async () => {
    await send();
    await send(demoSdist('1.2'));
    expect(sandbox.pypi.releases('demo')).toHaveLength(1);
    expect(sandbox.pypi.filesOf('demo', '1.2.0.0')).toHaveLength(2);
  });
});

describe('form fields', () => {
  const other = createHash('sha256').update('other').digest('hex');
  const rows: [string, NonNullable<UploadRequest['fields']>, number, string][] = [
    ['no action', { ':action': undefined }, 400, 'Invalid or missing :action'],
    ['action submit', { ':action': 'submit' }, 410, 'Project pre-registration'],
    ['action doc_upload', { ':action': 'doc_upload' }, 410, 'Uploading documentation'],
    ['protocol 2', { protocol_version: '2' }, 400, 'Unknown protocol version.'],
    ['file type', { filetype: 'bdist_egg' }, 400, 'Invalid value for filetype'],
    ['no python version', { pyversion: undefined }, 400, 'Invalid value for pyversion'],
    ['no digest', { sha256_digest: undefined }, 400, 'Invalid value for digests'],
    ['digest not hex', { sha256_digest: 'abc' }, 400, 'Invalid value for sha256_digest'],
    ['other sha256', { sha256_digest: other }, 400, 'The digest supplied does not match'],
    ['right sha256, other blake2', { blake2_256_digest: other }, 400, 'The digest supplied does not match'],
    ['right sha256, other md5', { md5_digest: 'AAAA' }, 400, 'The digest supplied does not match'],
    ['no metadata version', { metadata_version: undefined }, 400, "'metadata_version' is a required field"],
    ['metadata 2.6', { metadata_version: '2.6' }, 400, "'2.6' is not a valid metadata version"],
    ['no name', { name: undefined }, 400, "'name' is a required field"],
    ['bad name', { name: '-demo' }, 400, "'-demo' is an invalid value for Name"],
    ['bad version', { version: '1.0-x' }, 400, "'1.0-x' is an invalid value for Version"],
    ['local version', { version: '1.2.0+a' }, 400, "The use of local versions in '1.2.0+a' is not allowed."],
    ['empty counts as absent', { version: 'UNKNOWN' }, 400, "'version' is a required field"],
    [
      'field newer than the metadata',
      { metadata_version: '2.3', license_expression: 'MIT' },
      400,
      'license-expression introduced in metadata version 2.4, not 2.3',
    ],
    ['summary of two lines', { summary: 'a\nb' }, 400, "'a\nb' is an invalid value for Summary"],
    ['summary too long', { summary: 'a'.repeat(513) }, 400, "'aaa"],
    [
      'content type',
      { description_content_type: 'text/html' },
      400,
      "'text/html' is an invalid value for Description-Content-Type",
    ],
    [
      'charset',
      { description_content_type: 'text/markdown; charset=latin-1' },
      400,
      "'text/markdown; charset=latin-1' is",
    ],
    [
      'variant',
      { description_content_type: 'text/markdown; variant=X' },
      400,
      "'text/markdown; variant=X' is",
    ],
    ['home page', { home_page: 'nowhere' }, 400, "'nowhere' is an invalid value for Home-Page"],
    ['author email', { author_email: 'nobody' }, 400, "'nobody' is an invalid value for Author-email"],
    [
      'license twice',
      { license: 'MIT', license_expression: 'MIT' },
      400,
      "'MIT' is an invalid value for License-Expression",
    ],
    [
      'license expression',
      { license_expression: 'MIT AND' },
      400,
      "'MIT AND' is an invalid value for License-Expression",
    ],
    [
      'license file outside',
      { license_file: '../LICENSE' },
      400,
      "'../LICENSE' is an invalid value for License-File",
    ],
    [
      'classifier',
      { classifiers: 'Private :: Do Not Upload' },
      400,
      "'Private :: Do Not Upload' is an invalid value for Classifier",
    ],
    [
      'direct requirement',
      { requires_dist: 'x @ https://example.org/x.whl' },
      400,
      "'x @ https://example.org/x.whl' is an invalid value for Requires-Dist",
    ],
    ['requirement', { requires_dist: 'x >' }, 400, "'x >' is an invalid value for Requires-Dist"],
    ['python specifier', { requires_python: '3.9+' }, 400, "'3.9+' is an invalid value for Requires-Python"],
    [
      'project URL without label',
      { project_urls: 'https://example.org' },
      400,
      "'https://example.org' is an invalid value for Project-URL",
    ],
    [
      'project URL labels twice',
      { project_urls: ['A, https://a.org', 'A, https://b.org'] },
      400,
      "'A, https://a.org' is an invalid value for Project-URL",
    ],
    ['extra', { provides_extra: '-x' }, 400, "'-x' is an invalid value for Provides-Extra"],
    ['dynamic name', { dynamic: 'Name' }, 400, "'Name' is an invalid value for Dynamic"],
    [
      'first problem in order',
      { requires_python: 'x', author_email: 'x' },
      400,
      "'x' is an invalid value for Author-email",
    ],
    [
      'description of Sphinx',
      { description: '.. toctree::\n' },
      400,
      "The description failed to render for 'text/x-rst'.",
    ],
  ];
  it.each(rows)('refuses %s', async (_, fields, status, text) => {
    const refusal = await refusalOf(await send({ fields }));
    expect({ status: refusal.status, text: refusal.text.slice(0, text.length) }).toEqual({ status, text });
    expect(sandbox.pypi.filesOf('demo')).toEqual([]);
  });

  const fine: [string, NonNullable<UploadRequest['fields']>][] = [
    ['unknown fields', { whatever: 'x' }],
    ['empty fields', { requires_python: '', keywords: '' }],
    [
      'all digests right',
      {
        md5_digest: createHash('md5').update(demoWheel().bytes).digest('hex'),
        blake2_256_digest: blake2b256(demoWheel().bytes),
      },
    ],
    [
      'a full set of metadata',
      {
        summary: 'A demo',
        author_email: '"Ann B. Cee, Dee" <ann@example.org>, b@example.org',
        home_page: 'https://example.org',
        classifiers: ['Programming Language :: Python :: 3', 'License :: OSI Approved'],
        requires_python: '>=3.9,!=3.10.*, <4',
        requires_dist: ['requests[socks] (>=2.0)', 'tomli>=2; python_version < "3.11"', 'x~=1.0'],
        provides_extra: ['dev', 'test-2'],
        project_urls: ['Home, https://example.org', 'Bugs, https://example.org/bugs'],
        license_expression: '(MIT OR Apache-2.0) AND LicenseRef-X',
        dynamic: ['Requires-Dist'],
        description: '# Hi',
        description_content_type: 'text/markdown; charset=UTF-8; variant=GFM',
      },
    ],
  ];
  it.each(fine)('takes %s', async (_, fields) => {
    const response = await send({ fields });
    expect({ status: response.status, body: await response.text() }).toEqual({ status: 200, body: '' });
  });
});

describe('the form', () => {
  const post = (body: Buffer, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(sandbox.endpoints.PYPI_UPLOAD_URL, {
      method: 'POST',
      headers: {
        'content-type': 'multipart/form-data; boundary=frontier',
        accept: 'application/json',
        authorization: basic(TOKEN),
        ...headers,
      },
      body: Uint8Array.from(body),
    });
  const field = 'Content-Disposition: form-data; name="x"\r\n\r\nvalue';
  const rows: [string, Buffer, Record<string, string>?][] = [
    ['another content type', formBody([field]), { 'content-type': 'application/json' }],
    ['no boundary in the type', formBody([field]), { 'content-type': 'multipart/form-data' }],
    ['another boundary', formBody([field], 'elsewhere')],
    ['something before', Buffer.concat([Buffer.from('x'), formBody([field])])],
    ['something after', Buffer.concat([formBody([field]), Buffer.from('x')])],
    ['a cut-off end', formBody([field]).subarray(0, -6)],
    ['no end of headers', formBody(['Content-Disposition: form-data; name="x"'])],
    ['a nameless part', formBody(['Content-Disposition: form-data; filename="x"\r\n\r\nvalue'])],
    ['an attachment', formBody(['Content-Disposition: attachment; name="x"\r\n\r\nvalue'])],
    ['a field that is not UTF-8', formBody([Buffer.from(`${field}\xff`, 'latin1')])],
  ];
  it.each(rows)('is refused with %s', async (_, body, headers) => {
    expect(await refusalOf(await post(body, headers))).toMatchObject({
      status: 400,
      text: expect.stringMatching(/^Invalid multipart form/) as unknown,
    });
  });

  it('is refused with a file name on a text field, or without a file', async () => {
    const { filename, bytes } = demoWheel();
    const texts = Object.entries(fieldsOf(filename, bytes)).map(
      ([name, value]) => `Content-Disposition: form-data; name="${name}"\r\n\r\n${String(value)}`,
    );
    expect(await refusalOf(await post(formBody(texts)))).toEqual({
      status: 400,
      text: 'Upload payload does not have a file.',
    });
    const tuple = 'Content-Disposition: form-data; name="summary"; filename="s"\r\n\r\nx';
    expect(await refusalOf(await post(formBody([...texts, tuple])))).toEqual({
      status: 400,
      text: 'summary: Should not be a tuple.',
    });
  });

  it.each([['image/png'], ['']])('is refused with the file as "%s"', async (fileType) => {
    expect(await refusalOf(await send({ fileType }))).toEqual({
      status: 400,
      text: 'Invalid distribution file.',
    });
  });
});

describe('authorisation', () => {
  const rows: [string, Partial<UploadRequest>, number, string][] = [
    ['no token', { token: undefined }, 403, 'Invalid or non-existent authentication information.'],
    [
      'an unknown token',
      { token: 'pypi-AgEIwho' },
      403,
      'Invalid or non-existent authentication information.',
    ],
    [
      'a password',
      { token: undefined, headers: { authorization: basic('secret', 'ann') } },
      403,
      'Username/Password authentication is no longer supported.',
    ],
    ['an expired token', { token: 'pypi-AgEIold' }, 403, 'Invalid API Token: token is expired'],
    [
      'a token of another project',
      { token: 'pypi-AgEIscoped' },
      403,
      'Invalid API Token: project-scoped token is not valid for project',
    ],
    [
      'a user without a role',
      { token: 'pypi-AgEIbob' },
      403,
      "The user 'bob' isn't allowed to upload to project 'demo'.",
    ],
    [
      'a user without second factor',
      { token: 'pypi-AgEIlax' },
      403,
      "User 'lax', associated with the API token used, does not have",
    ],
    [
      'a user without verified e-mail',
      { token: 'pypi-AgEInew' },
      403,
      "User 'new', associated with the API token used, does not have",
    ],
  ];
  it.each(rows)('refuses %s', async (_, request, status, text) => {
    expect(await refusalOf(await send(request))).toEqual({
      status,
      text: expect.stringContaining(text) as unknown,
    });
    expect(sandbox.pypi.filesOf('demo')).toEqual([]);
  });

  it('keeps the reason out of the message for passwords only', async () => {
    const messageOf = async (request: Partial<UploadRequest>): Promise<string> =>
      ((await (await send(request)).json()) as { message: string }).message;
    expect(
      await messageOf({ token: undefined, headers: { authorization: basic('x', 'ann') } }),
    ).not.toContain('no longer supported');
    expect(await messageOf({ token: undefined })).toContain('Invalid or non-existent');
  });

  it('refuses a scoped token for a new project', async () => {
    const request = {
      filename: 'fresh-1.0-py3-none-any.whl',
      bytes: wheel('fresh', '1.0'),
      token: 'pypi-AgEIscoped',
    };
    expect((await send(request)).status).toBe(403);
    expect(sandbox.pypi.store.project('fresh')).toBeUndefined();
  });
});

describe('new projects', () => {
  const fresh = (name: string): Promise<Response> =>
    send({ filename: `${name}-1.0-py3-none-any.whl`, bytes: wheel(name, '1.0') });
  it.each([
    ['forbidden', "The name 'forbidden' isn't allowed"],
    ['json', "The name 'json' isn't allowed"],
    ['dem0', "The name 'dem0' is too similar to an existing project."],
    ['d.e_mo', "The name 'd.e_mo' is too similar"],
  ])('%s is refused', async (name, text) => {
    const refusal = await refusalOf(
      await send({ filename: `${name}-1.0-py3-none-any.whl`, bytes: wheel(name, '1.0'), fields: { name } }),
    );
    expect(refusal).toEqual({ status: 400, text: expect.stringContaining(text) as unknown });
  });

  it('a user makes so many an hour', async () => {
    expect((await fresh('aaa')).status).toBe(200);
    expect((await fresh('bbb')).status).toBe(200);
    expect((await fresh('ccc')).status).toBe(429);
    clock.advance(3_600_001);
    expect((await fresh('ccc')).status).toBe(200);
  });
});

describe('file names', () => {
  const rows: [string, string, NonNullable<UploadRequest['fields']>, string][] = [
    [
      'wheel not in file-name form',
      'Demo-1.2.0-py3-none-any.whl',
      { name: 'demo' },
      "Start filename for 'demo' with 'demo'",
    ],
    [
      'wheel of another version',
      'demo-1.2.1-py3-none-any.whl',
      { version: '1.2.0' },
      "Version in filename should be '1.2.0' not '1.2.1'",
    ],
    [
      'wheel of another project',
      'other-1.2.0-py3-none-any.whl',
      { name: 'demo' },
      "Start filename for 'demo'",
    ],
    ['wheel of few parts', 'demo-1.2.0-py3-none.whl', {}, 'Invalid wheel filename'],
    ['wheel with a bad build', 'demo-1.2.0-rc1-py3-none-any.whl', {}, 'Invalid wheel filename'],
    [
      'wheel with two underscores',
      'de__mo-1.2.0-py3-none-any.whl',
      { name: 'demo' },
      'Invalid wheel filename',
    ],
    [
      'wheel for plain linux',
      'demo-1.2.0-cp312-cp312-linux_x86_64.whl',
      {},
      "Binary wheel 'demo-1.2.0-cp312-cp312-linux_x86_64.whl' has an unsupported platform tag 'linux_x86_64'.",
    ],
    [
      'wheel for macOS 11.1',
      'demo-1.2.0-cp312-cp312-macosx_11_1_arm64.whl',
      {},
      "Binary wheel 'demo-1.2.0-cp312-cp312-macosx_11_1_arm64.whl' has",
    ],
    [
      'wheel as sdist',
      'demo-1.2.0-py3-none-any.whl',
      { filetype: 'sdist', pyversion: 'source' },
      'Invalid file extension',
    ],
    ['upper-case extension', 'demo-1.2.0.WHL', { name: 'demo', version: '1.2.0' }, 'Invalid file extension'],
    [
      'sdist as .zip',
      'demo-1.2.0.zip',
      { name: 'demo', version: '1.2.0' },
      "Filename 'demo-1.2.0.zip' is invalid, should be 'demo-1.2.0.tar.gz'.",
    ],
    [
      'sdist not in file-name form',
      'Demo-1.2.0.tar.gz',
      { name: 'demo' },
      "Filename 'Demo-1.2.0.tar.gz' is invalid, should be 'demo-1.2.0.tar.gz'.",
    ],
    [
      'sdist version not normalised',
      'demo-1.2.0rc01.tar.gz',
      {},
      "Filename 'demo-1.2.0rc01.tar.gz' is invalid, should be 'demo-1.2.0rc1.tar.gz'.",
    ],
    ['sdist .tgz', 'demo-1.2.0.tgz', { name: 'demo', version: '1.2.0' }, 'Invalid file extension'],
    ['a path', 'x/demo-1.2.0.tar.gz', { name: 'demo', version: '1.2.0' }, 'Cannot upload a file with'],
  ];
  it.each(rows)('%s is refused', async (_, filename, fields, text) => {
    const bytes = filename.endsWith('.whl') ? wheel('demo', '1.2.0') : sdist('demo', '1.2.0');
    const response = await send({ filename, bytes, fields });
    expect(await refusalOf(response)).toEqual({
      status: 400,
      text: expect.stringContaining(text) as unknown,
    });
  });

  it.each([
    'demo-1.2.0-1abc-py3-none-any.whl',
    'demo-1.2.0-py2.py3-none-any.whl',
    'demo-1.2.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    'demo-1.2.0-cp312-cp312-macosx_11_0_arm64.whl',
    'demo-1.2.0-cp312-cp312-win_amd64.whl',
  ])('%s is taken', async (filename) => {
    expect((await send({ filename })).status).toBe(200);
  });

  it('a wheel may write its version in another way', async () => {
    const filename = 'demo-1.0_rc1-py3-none-any.whl';
    expect(
      (await send({ filename, bytes: wheel('demo', '1.0_rc1'), fields: { version: '1.0rc1' } })).status,
    ).toBe(200);
  });
});

describe('what is there already', () => {
  it('the same file again is fine and changes nothing', async () => {
    await send();
    const before = sandbox.pypi.store.project('demo')?.serial;
    clock.advance(20 * DAY_MS);
    expect((await send()).status).toBe(200);
    expect(sandbox.pypi.filesOf('demo')).toHaveLength(1);
    expect(sandbox.pypi.store.project('demo')?.serial).toBe(before);
  });

  it.each([
    ['same name, other content', { bytes: wheel('demo', '1.2.0', { 'demo/more.py': 'x' }) }],
    ['same content, other name', { filename: 'demo-1.2.0-py2.py3-none-any.whl' }],
  ])('%s conflicts', async (_, change) => {
    await send();
    const hash = blake2b256((change as { bytes?: Buffer }).bytes ?? demoWheel().bytes);
    expect(await refusalOf(await send(change))).toEqual({
      status: 400,
      text: expect.stringMatching(
        new RegExp(`^File already exists \\('demo-.*', with blake2_256 hash '${hash}'\\)\\.`),
      ) as unknown,
    });
    expect(sandbox.pypi.filesOf('demo')).toEqual(['demo-1.2.0-py3-none-any.whl']);
  });

  it('of two at once one conflicts', async () => {
    const answers = await Promise.all([
      send(),
      send({ bytes: wheel('demo', '1.2.0', { a: 'other' }) }),
      send(),
    ]);
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual(
      bytesStored().equals(demoWheel().bytes) ? [200, 200, 400] : [200, 400, 400],
    );
    expect(sandbox.pypi.filesOf('demo')).toHaveLength(1);
  });

  it('a deleted file burns its name', async () => {
    await send();
    sandbox.pypi.store.deleteFile('demo-1.2.0-py3-none-any.whl');
    expect(await refusalOf(await send())).toEqual({
      status: 400,
      text: 'This filename was previously used by a file that has since been deleted.',
    });
  });

  it('a second sdist is refused, the first again is fine', async () => {
    await send(demoSdist('1.2.0'));
    expect(await refusalOf(await send(demoSdist('1.2')))).toEqual({
      status: 400,
      text: 'Only one sdist may be uploaded per release.',
    });
    expect((await send(demoSdist('1.2.0'))).status).toBe(200);
  });

  it('a release closes after 14 days', async () => {
    await send();
    clock.advance(14 * DAY_MS);
    expect(
      (await send({ filename: 'demo-1.2.0-1-py3-none-any.whl', bytes: wheel('demo', '1.2.0', { a: '1' }) }))
        .status,
    ).toBe(200);
    clock.advance(1);
    expect(await refusalOf(await send(demoSdist()))).toEqual({
      status: 400,
      text: 'Uploading new files to releases older than 14 days is not allowed.',
    });
  });

  it('sizes are judged before duplicates', async () => {
    const small = await startSandbox({
      pypi: {
        projects: [{ name: 'demo', owners: ['ann'] }],
        userTokens: [{ token: TOKEN, user: 'ann' }],
        limits: { file: 1 },
      },
    });
    running.push(small);
    small.pypi.putFile('demo', '1.2.0', demoWheel());
    const url = small.endpoints.PYPI_UPLOAD_URL;
    expect(await refusalOf(await upload({ url, token: TOKEN, ...demoWheel() }))).toMatchObject({
      status: 400,
      text: expect.stringMatching(/^File too large\. Limit for project/) as unknown,
    });
  });

  it('a project has a size', async () => {
    const small = await startSandbox({
      pypi: {
        projects: [{ name: 'demo', owners: ['ann'] }],
        userTokens: [{ token: TOKEN, user: 'ann' }],
        limits: { project: demoWheel().bytes.length + 1 },
      },
    });
    running.push(small);
    const url = small.endpoints.PYPI_UPLOAD_URL;
    expect((await upload({ url, token: TOKEN, ...demoWheel() })).status).toBe(200);
    expect(await refusalOf(await upload({ url, token: TOKEN, ...demoSdist() }))).toMatchObject({
      status: 400,
      text: expect.stringMatching(/^Project size too large/) as unknown,
    });
  });
});

describe('the answer of a refusal', () => {
  const refused = (accept: string): Promise<Response> =>
    send({ fields: { protocol_version: '3' }, headers: { accept } });

  it.each([
    ['application/json;q=0.9, text/plain;q=0.8, text/html;q=0.7', 'application/json'],
    ['text/html', 'text/html'],
    ['*/*', 'text/html'],
    ['text/plain', 'text/plain'],
  ])('for %s is %s', async (accept, type) => {
    const response = await refused(accept);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.statusText).toBe('Unknown protocol version.');
    expect(await response.text()).toContain('400 Unknown protocol version.');
  });

  it('keeps other alphabets out of the reason phrase', async () => {
    const response = await send({ fields: { requires_python: 'π' } });
    expect(response.statusText).toContain("'?' is an invalid value");
    expect(await response.text()).toContain("'π' is an invalid value");
  });
});

describe('addresses', () => {
  it('without the slash redirects in place', async () => {
    const response = await send({ url: sandbox.endpoints.PYPI_UPLOAD_URL.replace(/\/$/, '') });
    expect([response.status, response.headers.get('location')]).toEqual([308, '/legacy/']);
  });

  it('the index takes no uploads', async () => {
    expect((await send({ url: sandbox.endpoints.PYPI_INDEX_URL })).status).toBe(405);
    expect((await send({ url: `${sandbox.endpoints.PYPI_INDEX_URL}demo/` })).status).toBe(405);
  });

  it('the upload address is not read', async () => {
    expect((await fetch(sandbox.endpoints.PYPI_UPLOAD_URL)).status).toBe(405);
  });

  it('an unknown one is not found, loudly', async () => {
    expect((await send({ url: `${sandbox.endpoints.PYPI_OIDC_URL}/_/oidc/github/mint-token` })).status).toBe(
      404,
    );
    expect(sandbox.log.at(-1)?.operation).toBe('unknown');
  });
});

describe('maintenance', () => {
  it.each([
    [{ readOnly: true }, 'Read-only mode: Uploads are temporarily disabled.'],
    [{ noUploads: true }, 'New uploads are temporarily disabled.'],
  ])('%o closes uploads', async (mode, text) => {
    sandbox.pypi.mode = mode;
    expect(await refusalOf(await send())).toEqual({ status: 403, text });
    sandbox.pypi.mode = {};
    expect((await send()).status).toBe(200);
  });

  it('closes new projects only', async () => {
    sandbox.pypi.mode = { noNewProjects: true };
    expect((await send()).status).toBe(200);
    const fresh = { filename: 'fresh-1.0-py3-none-any.whl', bytes: wheel('fresh', '1.0') };
    expect(await refusalOf(await send(fresh))).toEqual({
      status: 403,
      text: 'New project registration temporarily disabled.',
    });
  });
});

describe('faults', () => {
  it('lands and breaks the connection', async () => {
    sandbox.faults.next('pypi.upload', { land: true, then: 'reset' });
    await expect(send()).rejects.toThrow();
    expect(sandbox.pypi.filesOf('demo')).toEqual(['demo-1.2.0-py3-none-any.whl']);
    expect((await send()).status).toBe(200);
  });

  it('answers 503 and stores nothing', async () => {
    sandbox.faults.next('pypi.upload', { then: { status: 503, body: '<html>busy</html>' } });
    expect((await send()).status).toBe(503);
    expect(sandbox.pypi.filesOf('demo')).toEqual([]);
    expect(sandbox.faults.unused).toEqual([]);
  });
});
