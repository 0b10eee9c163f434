import { appendFileSync } from 'node:fs';

const { env } = process;
const output = (name, value) => appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
output('said', `dry-run ${env['INPUT_DRY-RUN']}`);
output('ref', `${env.GITHUB_REF} ${env.GITHUB_SHA}`);
output('tps', env.TPS_API_TOKEN ?? 'none');
appendFileSync(env.GITHUB_STATE, 'held=yes\n');
appendFileSync(env.GITHUB_STEP_SUMMARY, `### probed ${env.GITHUB_REF_NAME}\n`);
const authorization = `Bearer ${env.INPUT_TOKEN}`;
if (env.INPUT_CALL !== undefined) {
  const [method, path, body] = env.INPUT_CALL.split(' ');
  const answer = await fetch(`${env.GITHUB_API_URL}/repos/${env.GITHUB_REPOSITORY}/${path}`, {
    method,
    headers: {
      authorization,
      accept: 'application/vnd.github+json',
      'user-agent': 'probe',
      'x-github-api-version': '2022-11-28',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body }),
  });
  output('status', answer.status);
  console.log(await answer.text());
}
if (env.INPUT_AUDIENCE !== undefined) {
  if (env.ACTIONS_ID_TOKEN_REQUEST_URL === undefined) output('identity', 'none');
  else {
    const url = `${env.ACTIONS_ID_TOKEN_REQUEST_URL}&audience=${env.INPUT_AUDIENCE}`;
    const answer = await fetch(url, {
      headers: { authorization: `bearer ${env.ACTIONS_ID_TOKEN_REQUEST_TOKEN}` },
    });
    const { value } = await answer.json();
    output('identity', value.split('.')[1]);
  }
}
