/**
 * Runs stages, one for each line of JSON on standard input. After each, prints how it ended and what still keeps the process alive a
 * second later. Ends by itself when standard input ends.
 */
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CommandRunner,
  FileStore,
  HttpClient,
  type HttpRequest,
  type HttpResponse,
  type Random,
  Redactor,
  silentReporter,
} from '@heroku-release/release-kit';
import { VirtualClock } from '@heroku-release/release-kit/testing';
import { composeStage } from '../src/index.ts';
import type { Order, Result } from './stage-process.ts';

const RANDOM: Random = { hex: (bytes) => '0'.repeat(2 * bytes), fraction: () => 0 };
const PATIENCE_MS = 1000;

class ImpatientClient extends HttpClient {
  readonly #impatience: Order['impatience'];

  constructor(impatience: Order['impatience']) {
    super();
    this.#impatience = impatience;
  }

  override async send(request: HttpRequest): Promise<HttpResponse> {
    const { from = Infinity, timeoutMs } = this.#impatience ?? {};
    return await super.send(this.sent.length < from ? request : { ...request, timeoutMs });
  }
}

async function run({ request, env, startMs, temporaryRoot, impatience }: Order): Promise<Result['report']> {
  const stage = await composeStage(request, {
    env,
    clock: new VirtualClock(startMs),
    random: RANDOM,
    redactor: new Redactor(),
    http: new ImpatientClient(impatience),
    commands: new CommandRunner({ env }),
    files: new FileStore({ temporaryRoot }),
  });
  const signal = new AbortController().signal;
  const report = await stage.run({ mode: 'apply', reporter: silentReporter, signal });
  // Facts are not JSON.
  return { ...report, facts: {} };
}

/** What keeps the process alive now and did not before. */
function added(before: readonly string[]): string[] {
  const rest = [...before];
  return process.getActiveResourcesInfo().filter((kind) => {
    const at = rest.indexOf(kind);
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
}

async function leftAfter(before: readonly string[]): Promise<string[]> {
  const since = performance.now();
  for (;;) {
    const left = added(before);
    if (left.length === 0 || performance.now() - since > PATIENCE_MS) return left;
    await delay(5);
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  const before = process.getActiveResourcesInfo();
  const report = await run(JSON.parse(line) as Order);
  const result: Result = { report, left: await leftAfter(before) };
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
