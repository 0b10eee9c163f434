import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { permissionsOf } from './permissions.ts';
import { readWorkflow } from './read-workflow.ts';

const path = '.github/workflows/x.yml';
const steps = '    steps:\n      - run: "true"\n';

describe('readWorkflow', () => {
  it('reads names, permissions, needs and steps', async () => {
    const { workflow, unknown } = await readWorkflow(
      path,
      `name: Package Library
run-name: Package \${{ github.ref_name }}
on: { push: { branches: [main] }, workflow_dispatch: { inputs: { tag: { required: true, default: v1 } } } }
permissions: {}
defaults: { run: { shell: sh } }
jobs:
  build:
    runs-on: ubuntu-latest
${steps}
  test:
    needs: build
    if: github.ref == 'refs/heads/main'
    permissions: { contents: read }
    runs-on: ubuntu-latest
    steps:
      - id: check
        uses: ./check
        with: { level: 3 }
`,
    );
    expect(unknown).toEqual([]);
    expect(workflow).toMatchObject({
      path,
      name: 'Package Library',
      runName: { kind: 'expression', expression: "format('Package {0}', github.ref_name)" },
      triggers: [
        { event: 'push', filters: { branches: ['main'] } },
        {
          event: 'workflow_dispatch',
          inputs: { tag: { type: 'string', required: true, default: 'v1' } },
        },
      ],
      defaults: { shell: { value: 'sh' } },
      jobs: [
        { id: 'build', needs: [], condition: 'success()', steps: [{ work: { kind: 'run' } }] },
        {
          id: 'test',
          needs: ['build'],
          condition: "success() && (github.ref == 'refs/heads/main')",
          steps: [{ id: 'check', line: 18, work: { kind: 'uses', uses: './check' } }],
        },
      ],
    });
    expect(workflow.jobs.map((job) => permissionsOf(workflow.permissions, job.permissions))).toEqual([
      {},
      { contents: 'read' },
    ]);
  });

  it.each([
    ['a reusable workflow', 'jobs:\n  a:\n    uses: ./.github/workflows/b.yml\n', 'job a: uses', 4],
    [
      'a container',
      `jobs:\n  a:\n    runs-on: ubuntu-latest\n    container: node:24\n${steps}`,
      'job a: container',
      5,
    ],
    [
      'services',
      `jobs:\n  a:\n    runs-on: ubuntu-latest\n    services: { db: { image: x } }\n${steps}`,
      'job a: services',
      5,
    ],
    [
      'hashFiles',
      "jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ hashFiles('x') }}\n",
      'the function hashFiles',
      6,
    ],
    [
      'parallel steps',
      'jobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - parallel: [{ run: ls }]\n',
      'a step with parallel',
      6,
    ],
  ])('reports %s', async (_, jobs, what, line) => {
    const { unknown } = await readWorkflow(path, `on: push\n${jobs}`);
    expect(unknown).toEqual([{ file: path, line, what }]);
  });

  it.each([
    ['no jobs', 'on: push\n'],
    ['an unknown key', `on: push\nshell: sh\njobs:\n  a:\n    runs-on: x\n${steps}`],
    ['needs of an unknown job', `on: push\njobs:\n  a:\n    needs: b\n    runs-on: x\n${steps}`],
    [
      'a context in the wrong place',
      `on: push\nname: x\njobs:\n  a:\n    if: secrets.X == ''\n    runs-on: x\n${steps}`,
    ],
    ['no YAML', 'on: [push\n'],
    ['an unknown event', `on: pushed\njobs:\n  a:\n    runs-on: x\n${steps}`],
  ])('refuses %s', async (_, text) => {
    await expect(readWorkflow(path, text)).rejects.toMatchObject({
      code: 'RUNNER_WORKFLOW_INVALID',
      findings: [expect.objectContaining({ file: path })],
    });
  });
});

describe('the workflows of the product', () => {
  const folder = new URL('../../../../apps/release/templates/workflows/', import.meta.url);

  it.each(['package', 'create-tag', 'publish'])('%s.yml contains nothing unsupported', async (name) => {
    const text = await readFile(new URL(`${name}.yml`, folder), 'utf8');
    const { workflow, unknown } = await readWorkflow(`.github/workflows/${name}.yml`, text);
    expect(unknown).toEqual([]);
    expect(workflow.jobs).toHaveLength(1);
    expect(permissionsOf(workflow.permissions, undefined)).toEqual({});
  });
});

describe('permissionsOf', () => {
  it('limits a fork to reading, without an identity token', async () => {
    const { workflow } = await readWorkflow(
      path,
      `on: push\npermissions: { contents: write, id-token: write }\njobs:\n  a:\n    runs-on: x\n${steps}`,
    );
    expect(permissionsOf(workflow.permissions, undefined)).toEqual({
      contents: 'write',
      'id-token': 'write',
    });
    expect(permissionsOf(workflow.permissions, undefined, { fork: true })).toEqual({ contents: 'read' });
  });

  it('returns the default when nothing is set', () => {
    expect(permissionsOf(undefined, undefined)).toEqual({ contents: 'read', packages: 'read' });
  });
});
