// Sends the requests of package, create-tag and publish to GitHub without any decisions.
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

interface PackageRun {
  readonly head_sha: string;
  readonly conclusion: string;
}

const { env } = process;
const output = (text: string) => {
  appendFileSync(env['GITHUB_OUTPUT'] ?? '', `${text}\n`);
};

async function call(method: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(
    `${env['GITHUB_API_URL'] ?? ''}/repos/${env['GITHUB_REPOSITORY'] ?? ''}/${path}`,
    {
      method,
      headers: {
        authorization: `Bearer ${env['INPUT_TOKEN'] ?? ''}`,
        'user-agent': 'stage-app',
        'x-github-api-version': '2022-11-28',
        'content-type': 'application/json',
      },
      body: body === undefined ? null : JSON.stringify(body),
    },
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

console.log(`stage app of ${env['GITHUB_WORKFLOW'] ?? ''}`);
if (env['GITHUB_WORKFLOW'] === 'Package Library') {
  mkdirSync('dist');
  writeFileSync('dist/demo-1.0.0.tar.gz', 'demo');
  output(`release=${env['GITHUB_EVENT_NAME'] === 'push'}`);
  output(`dist=dist`);
}
if (env['GITHUB_WORKFLOW'] === 'Create Tag') {
  const event = JSON.parse(readFileSync(env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as Partial<{
    readonly workflow_run: PackageRun;
    readonly inputs: { readonly run: string };
  }>;
  const run =
    event.workflow_run ?? ((await call('GET', `actions/runs/${event.inputs?.run ?? ''}`)) as PackageRun);
  if (run.conclusion !== 'success') throw new Error(`Package Library ended with ${run.conclusion}`);
  await call('POST', 'git/refs', { ref: 'refs/tags/v1.0.0', sha: run.head_sha });
  await call('POST', 'actions/workflows/publish.yml/dispatches', { ref: 'v1.0.0' });
  output(`tagged=${run.head_sha}`);
}
if (env['GITHUB_WORKFLOW'] === 'Publish Release') {
  const runs = (await call('GET', 'actions/workflows/package.yml/runs?event=push')) as {
    readonly workflow_runs: readonly { readonly id: number }[];
  };
  const kept = (await call('GET', `actions/runs/${runs.workflow_runs[0]?.id ?? 0}/artifacts`)) as {
    readonly artifacts: readonly { readonly name: string }[];
  };
  output(`found=${kept.artifacts.map((artifact) => artifact.name).join()}`);
  output(`actor=${env['ACTOR_EMAIL'] ?? ''}`);
  output(`identity=${env['ACTIONS_ID_TOKEN_REQUEST_URL'] !== undefined}`);
}
