import type { StageReport } from '@heroku-release/release-kit';
import { FlowWorld, type RunInWorld, type WorldOptions } from './flow-world.ts';
import { makeTemplate } from './template-repository.ts';

/** A stage that is about to begin, in a world that is always the same. */
export interface Scene {
  readonly stage: string;
  /** Called once; returns a function that opens a fresh world in which the stage is about to begin. */
  readonly prepare: () => Promise<(options?: WorldOptions) => Promise<FlowWorld>>;
  readonly run: (world: FlowWorld, how?: RunInWorld) => Promise<StageReport>;
}

const PUBLISHED_IDS = { run: 1001, artifact: 1002 };

export const draftScene: Scene = {
  stage: 'draft',
  prepare: async () => {
    const template = await makeTemplate();
    return (options) => FlowWorld.open(template, options);
  },
  run: (world, how) => world.draft('minor', how),
};

const pushes = new WeakMap<FlowWorld, Readonly<Record<string, unknown>>>();

export const packageScene: Scene = {
  stage: 'package',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const drafted = await first.keep();
    await first.close();
    return async (options) => {
      const world = await FlowWorld.open(drafted, options);
      world.adoptDraft();
      pushes.set(world, world.merge());
      return world;
    };
  },
  run: (world, how) => world.package(pushes.get(world) ?? {}, how),
};

export const createTagScene: Scene = {
  stage: 'create-tag',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const drafted = await first.keep();
    await first.package(first.merge());
    const packaged = await first.keep();
    await first.close();
    return async (options) => {
      // The branch as it was drafted, and the files as they were built.
      const world = await FlowWorld.open(drafted, options);
      await world.take(packaged, 'dist');
      world.adoptDraft();
      await world.finishPackageRun(String(world.merge()['after']));
      return world;
    };
  },
  run: (world, how) => world.createTag(how),
};

export const publishScene: Scene = {
  stage: 'publish',
  prepare: async () => {
    const first = await FlowWorld.open(await makeTemplate());
    await first.draft();
    const push = first.merge();
    await first.package(push);
    await first.finishPackageRun(String(push['after']), PUBLISHED_IDS);
    await first.createTag();
    const tagged = await first.keep();
    await first.close();
    return async (options) => {
      const world = await FlowWorld.open(tagged, options);
      await world.finishPackageRun(String(push['after']), PUBLISHED_IDS);
      return world;
    };
  },
  run: (world, how) => world.publish('v1.3.0', how),
};
