import { join } from 'node:path';
import { GitRepository } from '@heroku-release/git-repo';
import { ensureUv, findInterpreters, parsePyproject } from '@heroku-release/python-project';
import {
  EXIT_CODES,
  type FlowEnvironment,
  parseSettings,
  type Settings,
  type Verdict,
  versionOrigin,
  WORKFLOWS,
} from '@heroku-release/release-flow';
import { type RunResult, unknownError, WorkflowRunner } from '@heroku-release/release-runner';
import { draftAsPerson } from './draft-as-person.ts';
import { effectsOf } from './effects.ts';
import { evidence } from './evidence.ts';
import { ENVIRONMENT, type FarSides, PERSON, startFarSides } from './far-sides.ts';
import { installWorkflows } from './install-workflows.ts';
import { machineEnvironment } from './machine-environment.ts';
import { PROGRAM } from './program-folder.ts';
import type { RehearsalDocument } from './rehearsal-document.ts';
import { rehearsalSettings } from './rehearsal-settings.ts';
import { checkoutSource, exampleSource, type SourceRepository } from './source-repository.ts';
import { countRequests, readStageRuns, type StageRun } from './stage-reports.ts';
import type { Story } from './story.ts';

/** What is rehearsed, and how. */
export interface RehearsalRequest {
  /** A checkout; default: the example. */
  readonly repo?: string | undefined;
  readonly bump: string;
  readonly skip: readonly ('tests' | 'lint')[];
  /** Length of a change freeze that begins when publish begins, milliseconds. */
  readonly moratoriumMs?: number | undefined;
  /** How long publish waits for the release lock, milliseconds; default: a minute. */
  readonly patienceMs?: number | undefined;
  /** Once held, lift the moratorium and start publish again. */
  readonly lift: boolean;
  readonly mergeMethod: 'merge' | 'squash' | 'rebase';
}

/** What a rehearsal runs in. */
export interface RehearsalWorld {
  readonly world: FlowEnvironment;
  readonly story: Story;
  /** An empty folder; the caller removes it. */
  readonly root: string;
  /** A private folder for tools that have to be set up. */
  readonly toolFolder: string;
  /** Path of Node. */
  readonly node: string;
  readonly signal: AbortSignal;
}

const WORKFLOW_FILES = Object.values(WORKFLOWS).map((name) => `.github/workflows/${name}`);
const PUBLISH_FILE = `.github/workflows/${WORKFLOWS.publish}`;

/**
 * Plays a whole release of a repository against embedded services: its own workflow files, each stage app a process of its own,
 * started only by what GitHub would start. Nothing outside `root` and the tool folder is written.
 */
export async function rehearse(
  request: RehearsalRequest,
  around: RehearsalWorld,
): Promise<RehearsalDocument> {
  const { world, story, root, signal } = around;
  const started = world.clock.now();
  const source =
    request.repo === undefined
      ? await exampleSource(root, world)
      : await checkoutSource(request.repo, root, world);
  const prepared = await prepare(request, source, around);
  story.tell(
    `rehearsing ${source.fullName} with ${await installWorkflows(source, world)}; nothing real is touched`,
  );
  for (const remark of source.remarks) story.tell(remark);
  for (const [name, { real, rehearsed }] of Object.entries(prepared.waits)) {
    if (real !== rehearsed) story.tell(`  wait ${name}: ${rehearsed} here, ${real} in a real release`);
  }
  const sides = await startFarSides(source, prepared);
  try {
    const runner = makeRunner(request, { source, prepared, sides, around });
    const unknown = await runner.inspect();
    if (unknown.length > 0) throw unknownError(unknown);
    runner.attach();
    const runs: StageRun[] = [];
    const draft = await draftAsPerson({
      bump: request.bump,
      source,
      sides,
      overrides: prepared.overrides,
      around,
    });
    runs.push({ report: draft });
    if (draft.outcome === 'done') await releaseDraft(request, { source, sides, story, runner, signal });
    runs.push(...(await readStageRuns(join(root, 'reports'), runner.results, world.files)));
    return {
      ...outcomeOf(runs, runner.results),
      ...evidence(sides.sandbox, source.fullName, prepared.settings),
      format: 1,
      repository: source.fullName,
      pythons: { tested: prepared.pythons, missing: [...prepared.missingPythons] },
      skipped: [...request.skip],
      waits: { ...prepared.waits },
      attestations: 'off',
      steps: runs.flatMap(({ report, run }) =>
        report.steps.map((step) => ({
          ...step,
          notes: step.notes === undefined ? undefined : [...step.notes],
          ...(run === undefined ? {} : { run }),
        })),
      ),
      requests: countRequests(runs),
      effects: effectsOf(sides.sandbox.log),
      durationMs: world.clock.now() - started,
    };
  } finally {
    await sides.sandbox.close();
  }
}

interface Prepared extends ReturnType<typeof rehearsalSettings> {
  readonly settings: Settings;
  /** Project name in pyproject.toml. */
  readonly name: string;
  readonly component: string;
  readonly pythons: string[];
  readonly uv: string;
  readonly python: (
    version: string,
  ) => Promise<{ readonly path: string; readonly version: string } | undefined>;
}

async function prepare(
  request: RehearsalRequest,
  source: SourceRepository,
  { world, story, toolFolder }: RehearsalWorld,
): Promise<Prepared> {
  const { commands, files, env } = world;
  const git = await GitRepository.open(source.gitDirectory, { commands, files });
  const pyproject = await git.readFile(`refs/heads/${source.defaultBranch}`, 'pyproject.toml');
  versionOrigin(pyproject);
  const settings = parseSettings({
    pyproject,
    ownFile: await git.readFile(`refs/heads/${source.defaultBranch}`, 'heroku-release.toml'),
  });
  const onProgress = (message: string) => {
    story.tell(message);
  };
  const path = env['PATH'] ?? '';
  const uv = await ensureUv({ commands, files, path, folder: toolFolder, onProgress });
  const installed = await findInterpreters(settings.pythons, {
    commands,
    files,
    path,
    home: env['HOME'],
    uv: uv.path,
  });
  const changed = rehearsalSettings({
    settings,
    installed,
    branch: source.defaultBranch,
    skip: request.skip,
    patienceMs: request.patienceMs,
  });
  return {
    ...changed,
    settings,
    name: parsePyproject(pyproject ?? '').name,
    component: settings.component ?? source.fullName.split('/')[1] ?? source.fullName,
    pythons: installed.map(({ minor }) => minor),
    uv: uv.path,
    python: async (version) => {
      const [found] = await findInterpreters([version], {
        commands,
        files,
        path,
        home: env['HOME'],
        uv: uv.path,
      });
      return found;
    },
  };
}

function makeRunner(
  request: RehearsalRequest,
  made: {
    readonly source: SourceRepository;
    readonly prepared: Prepared;
    readonly sides: FarSides;
    readonly around: RehearsalWorld;
  },
): WorkflowRunner {
  const { source, prepared, sides, around } = made;
  const { env, clock } = around.world;
  const { endpoints, tps } = sides.sandbox;
  let frozen = request.moratoriumMs === undefined;
  return new WorkflowRunner({
    sandbox: sides.sandbox,
    repository: source.fullName,
    actions: new Map(
      ['package', 'create-tag', 'publish'].map((name) => [
        `heroku/heroku-release/apps/${name}`,
        join(PROGRAM.actions, name),
      ]),
    ),
    workRoot: join(around.root, 'jobs'),
    env: {
      ...machineEnvironment(env),
      ...endpoints,
      HEROKU_RELEASE_SETTINGS: JSON.stringify(prepared.overrides),
      HEROKU_RELEASE_REPORTS: join(around.root, 'reports'),
    },
    machine: { node: around.node, uv: prepared.uv, python: prepared.python },
    workflows: WORKFLOW_FILES,
    environments: { [ENVIRONMENT]: { secrets: sides.secrets } },
    signal: around.signal,
    onProgress: (event) => {
      around.story.progress(event);
      if (frozen || event.kind !== 'run-started' || event.path !== PUBLISH_FILE) return;
      frozen = true;
      tps.moratorium({ untilMs: clock.now() + (request.moratoriumMs ?? 0) });
    },
  });
}

/** A person reviews and merges; everything after that starts by itself. */
async function releaseDraft(
  request: RehearsalRequest,
  made: {
    readonly source: SourceRepository;
    readonly sides: FarSides;
    readonly story: Story;
    readonly runner: WorkflowRunner;
    readonly signal: AbortSignal;
  },
): Promise<void> {
  const { source, sides, story, runner, signal } = made;
  const { github, tps } = sides.sandbox;
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

const WORDS: Readonly<Record<string, Verdict>> = {
  held: 'held',
  refused: 'refused',
  failed: 'failed',
  incomplete: 'incomplete',
  cancelled: 'incomplete',
};

function outcomeOf(
  runs: readonly StageRun[],
  results: readonly RunResult[],
): Pick<RehearsalDocument, 'verdict' | 'exitCode' | 'error'> {
  const last = runs.at(-1)?.report;
  const trouble = last === undefined ? undefined : WORDS[last.outcome];
  if (last !== undefined && trouble !== undefined) {
    const error = last.steps.find((step) => step.error !== undefined)?.error;
    return { verdict: trouble, exitCode: last.exitCode, ...(error === undefined ? {} : { error }) };
  }
  if (last?.stage === 'publish') return { verdict: 'released', exitCode: EXIT_CODES.done };
  const red = results.findLast(({ conclusion }) => conclusion !== 'success');
  const where =
    red === undefined ? 'publish was never started' : `${red.workflow} ended with ${red.conclusion}`;
  return {
    verdict: 'failed',
    exitCode: EXIT_CODES.failed,
    error: {
      code: 'REHEARSAL_STOPPED',
      message: where,
      hint: 'Look at the lines above; --verbose shows every line.',
    },
  };
}
