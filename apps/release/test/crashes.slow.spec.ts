import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageRequest } from '@heroku-release/release-flow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultPointsOf } from './fault-points.ts';
import { type ServiceState, ReleaseWorld } from './release-world.ts';
import { makeTemplate, type Template } from './template.ts';

/** A fault point of a stage: the n-th effect with this name, from 0. */
interface Place {
  readonly name: string;
  readonly when: 'before' | 'after';
  readonly point: RegExp;
  readonly nth?: number;
}

const DRAFT: readonly Place[] = [
  { name: 'after the commit was written', when: 'after', point: /^git commit-tree$/ },
  { name: 'before the push', when: 'before', point: /^git push$/ },
  { name: 'right after the push', when: 'after', point: /^git push$/ },
  { name: 'right after the pull request was opened', when: 'after', point: /^github POST .*\/pulls$/ },
];

const PUBLISH: readonly Place[] = [
  { name: 'right after the draft release was made', when: 'after', point: /^github POST .*\/releases$/ },
  { name: 'in the middle of the files', when: 'after', point: /^\S+ POST .*\/assets$/, nth: 1 },
  { name: 'right after the first upload to the index', when: 'after', point: /^pypi POST .*\/legacy\/$/ },
  { name: 'before the release is published', when: 'before', point: /^github PATCH .*\/releases\/\d+$/ },
  { name: 'right after the change record', when: 'after', point: /^tps POST .*\/releases$/ },
];

describe('a process that is killed', () => {
  let template: Template;
  const undisturbed: Record<string, { readonly state: ServiceState; readonly points: readonly string[] }> =
    {};

  async function opened(stage: 'draft' | 'publish'): Promise<{
    readonly world: ReleaseWorld;
    readonly env: Readonly<Record<string, string | undefined>>;
  }> {
    const world = await ReleaseWorld.open(template);
    if (stage === 'draft') return { world, env: world.env() };
    await world.tagRelease();
    return { world, env: { ...world.env(), ...(await world.publishEnv()) } };
  }

  beforeAll(async () => {
    template = await makeTemplate();
    for (const stage of ['draft', 'publish'] as const) {
      const { world, env } = await opened(stage);
      const [repo, workFolder] = [world.checkout, join(world.root, 'work')];
      await mkdir(workFolder);
      const request: StageRequest =
        stage === 'draft'
          ? { stage, repo, bump: 'minor' }
          : { stage, repo, tag: 'v1.3.0', workFolder, only: undefined };
      const points = await faultPointsOf(request, env, world.root);
      undisturbed[stage] = { state: await world.state(), points };
      await world.close();
    }
  });

  afterAll(async () => {
    await rm(template.folder, { recursive: true, force: true });
  });

  const rows = [
    ...DRAFT.map((place) => ({ stage: 'draft' as const, ...place })),
    ...PUBLISH.map((place) => ({ stage: 'publish' as const, ...place })),
  ];

  it.each(rows)('$stage $name: running the command again leads to the same end state', async (row) => {
    const { state, points } = undisturbed[row.stage] ?? { state: undefined, points: [] };
    const places = points.flatMap((name, index) => (row.point.test(name) ? [index] : []));
    const at = places[row.nth ?? 0];
    expect(at, points.join('\n')).toBeDefined();
    const { world, env } = await opened(row.stage);
    try {
      const args = row.stage === 'draft' ? ['draft', 'minor', '--yes'] : ['publish', '1.3.0', '--yes'];
      const fault = `kill ${row.when} ${at ?? 0}`;
      const killed = await world.run(args, { ...env, TMPDIR: world.root, HEROKU_RELEASE_FAULT: fault });
      expect(killed.signal, killed.stderr).toBe('SIGKILL');
      const again = await world.run(args, { ...env, TMPDIR: world.root });
      expect(again.exitCode, again.stderr).toBe(0);
      const after = await world.state();
      // A possible duplicate of the change record beats a missing one.
      expect({ ...after, records: [...new Set(after.records)] }).toEqual(state);
    } finally {
      await world.close();
    }
  });
});
