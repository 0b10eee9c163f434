// Reports through its outputs what an action gets from the runner.
import { appendFileSync } from 'node:fs';

const { env } = process;
const file = (name: string, text: string) => {
  appendFileSync(env[name] ?? '', `${text}\n`);
};
const output = (name: string, value: string | number) => {
  file('GITHUB_OUTPUT', `${name}=${value}`);
};

output('said', `dry-run ${env['INPUT_DRY-RUN'] ?? ''}`);
output('ref', `${env['GITHUB_REF'] ?? ''} ${env['GITHUB_SHA'] ?? ''}`);
output('tps', env['TPS_API_TOKEN'] ?? 'none');
file('GITHUB_STATE', 'held=yes');
file('GITHUB_STEP_SUMMARY', `### probed ${env['GITHUB_REF_NAME'] ?? ''}`);

const call = env['INPUT_CALL'];
if (call !== undefined) {
  const [method = 'GET', path = '', body] = call.split(' ');
  const url = `${env['GITHUB_API_URL'] ?? ''}/repos/${env['GITHUB_REPOSITORY'] ?? ''}/${path}`;
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${env['INPUT_TOKEN'] ?? ''}`,
      accept: 'application/vnd.github+json',
      'user-agent': 'probe',
      'x-github-api-version': '2022-11-28',
      'content-type': 'application/json',
    },
    body: body ?? null,
  });
  output('status', answer.status);
  console.log(await answer.text());
}

const audience = env['INPUT_AUDIENCE'];
const identityUrl = env['ACTIONS_ID_TOKEN_REQUEST_URL'];
if (audience !== undefined && identityUrl === undefined) output('identity', 'none');
if (audience !== undefined && identityUrl !== undefined) {
  const answer = await fetch(`${identityUrl}&audience=${audience}`, {
    headers: { authorization: `bearer ${env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? ''}` },
  });
  const { value } = (await answer.json()) as { readonly value: string };
  output('identity', value.split('.')[1] ?? '');
}
