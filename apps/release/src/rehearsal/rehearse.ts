import { join } from 'node:path';
import { unknownError, type WorkflowRunner } from '@heroku-release/release-runner';
import { createRunner, PUBLISH_FILE } from './create-runner.ts';
import { draftInClone } from './draft-in-clone.ts';
import { effectsOf } from './effects.ts';
import { evidence } from './evidence.ts';
import { installWorkflows } from './install-workflows.ts';
import { outcomeOf } from './outcome.ts';
import { prepare } from './prepare.ts';
import type { RehearsalDocument } from './rehearsal-document.ts';
import type { RehearsalRequest, RehearsalWorld } from './rehearsal-world.ts';
import { PERSON, type Services, startServices } from './services.ts';
import { checkoutSource, exampleSource, type SourceRepository } from './source-repository.ts';
import { countRequests, readStageRuns, type StageRun } from './stage-reports.ts';
import type { Story } from './story.ts';

/**
 * Plays a whole release of a repository against embedded services, with its own workflow files. Each stage app is a separate process,
 * started only by events that GitHub would raise. Nothing outside `root` and the tool folder is written.
 */
export async function rehearse(
  request: RehearsalRequest,
  surroundings: RehearsalWorld,
): Promise<RehearsalDocument> {
  const { world, story, root, signal } = surroundings;
  const started = world.clock.now();
  const source =
    request.repo === undefined
      ? await exampleSource(root, world)
      : await checkoutSource(request.repo, root, world);
  const prepared = await prepare(request, source, surroundings);
  story.say(
    `rehearsing ${source.fullName} with ${await installWorkflows(source, world)}; nothing real is touched`,
  );
  for (const remark of source.remarks) story.say(remark);
  for (const [name, { real, rehearsed }] of Object.entries(prepared.waits)) {
    if (real !== rehearsed) story.say(`  wait ${name}: ${rehearsed} here, ${real} in a real release`);
  }
  const services = await startServices(source, prepared);
  try {
    const runner = createRunner(request, { source, prepared, services, surroundings });
    const unknown = await runner.inspect();
    if (unknown.length > 0) throw unknownError(unknown);
    runner.attach();
    const draft = await draftInClone({
      bump: request.bump,
      source,
      services,
      overrides: prepared.overrides,
      surroundings,
    });
    if (draft.outcome === 'done') await releaseDraft(request, { source, services, story, runner, signal });
    const runs: StageRun[] = [
      { report: draft },
      ...(await readStageRuns(join(root, 'reports'), runner.results, world.files)),
    ];
    return {
      ...outcomeOf(runs, runner.results),
      ...evidence(services.sandbox, source.fullName, prepared.settings),
      format: 1,
      repository: source.fullName,
      pythons: { tested: prepared.pythons, missing: [...prepared.missingPythons] },
      skipped: [...request.skip],
      waits: { ...prepared.waits },
      attestations: 'off',
      steps: runs.flatMap(({ report, run }) =>
        report.steps.map((step) => ({ ...step, notes: step.notes?.slice(), run })),
      ),
      requests: countRequests(runs),
      effects: effectsOf(services.sandbox.log),
      durationMs: world.clock.now() - started,
    };
  } finally {
    await services.sandbox.close();
  }
}

/** Reviews and merges the pull request as a person would. Everything after that starts by itself. */
async function releaseDraft(
  request: RehearsalRequest,
  playing: {
    readonly source: SourceRepository;
    readonly services: Services;
    readonly story: Story;
    readonly runner: WorkflowRunner;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { source, services, story, runner, signal } = playing;
  const { github, tps } = services.sandbox;
  const onPullRequest = await runner.drain();
  if (signal.aborted || onPullRequest.some(({ conclusion }) => conclusion !== 'success')) return;
  const pull = github.repository(source.fullName).pulls.at(-1);
  if (pull === undefined) return;
  story.chapter(`● a person reviews #${pull.number} and merges it (${request.mergeMethod})`);
  github.markReady(source.fullName, pull.number, { by: PERSON });
  github.mergePullRequest(source.fullName, pull.number, { method: request.mergeMethod, by: PERSON });
  const onMerge = await runner.drain();
  const publish = onMerge.findLast(({ path }) => path === PUBLISH_FILE);
  if (!request.lift || publish === undefined || publish.conclusion === 'success') return;
  story.chapter('● the moratorium is lifted, and publish is started again');
  tps.moratoriums.length = 0;
  runner.rerun(publish.id);
  await runner.drain();
}
