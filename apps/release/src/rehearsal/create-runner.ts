import { join } from 'node:path';
import { WORKFLOWS } from '@heroku-release/release-flow';
import { WorkflowRunner } from '@heroku-release/release-runner';
import { machineEnvironment } from './machine-environment.ts';
import type { PreparedProject } from './prepare.ts';
import { PROGRAM } from './program-folder.ts';
import type { RehearsalRequest, RehearsalWorld } from './rehearsal-world.ts';
import { ENVIRONMENT, type Services } from './services.ts';
import type { SourceRepository } from './source-repository.ts';

const WORKFLOW_FILES = Object.values(WORKFLOWS).map((name) => `.github/workflows/${name}`);

/** Path of the workflow that publishes. */
export const PUBLISH_FILE = `.github/workflows/${WORKFLOWS.publish}`;

/** Creates the runner that plays the workflows. It starts the moratorium when publish first starts. */
export function createRunner(
  request: RehearsalRequest,
  parts: {
    readonly source: SourceRepository;
    readonly prepared: PreparedProject;
    readonly services: Services;
    readonly surroundings: RehearsalWorld;
  },
): WorkflowRunner {
  const { source, prepared, services, surroundings } = parts;
  const { env, clock } = surroundings.world;
  const { endpoints, tps } = services.sandbox;
  let frozen = request.moratoriumMs === undefined;
  return new WorkflowRunner({
    sandbox: services.sandbox,
    repository: source.fullName,
    actions: new Map(
      ['package', 'create-tag', 'publish'].map((name) => [
        `heroku/heroku-release/apps/${name}`,
        join(PROGRAM.actions, name),
      ]),
    ),
    workRoot: join(surroundings.root, 'jobs'),
    env: {
      ...machineEnvironment(env),
      ...endpoints,
      HEROKU_RELEASE_SETTINGS: JSON.stringify(prepared.overrides),
      HEROKU_RELEASE_REPORTS: join(surroundings.root, 'reports'),
    },
    machine: { node: surroundings.node, uv: prepared.uv, python: prepared.python },
    workflows: WORKFLOW_FILES,
    environments: { [ENVIRONMENT]: { secrets: services.secrets } },
    signal: surroundings.signal,
    onProgress: (event) => {
      surroundings.story.progress(event);
      if (frozen || event.kind !== 'run-started' || event.path !== PUBLISH_FILE) return;
      frozen = true;
      tps.moratorium({ untilMs: clock.now() + (request.moratoriumMs ?? 0) });
    },
  });
}
