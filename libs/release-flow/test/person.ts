import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FlowWorld, REPOSITORY } from './flow-world.ts';
import { git } from './template-repository.ts';

/** A person with write access, who does by hand what no stage does: pushes, and edits a release on the website. */
export class Person {
  readonly #world: FlowWorld;
  readonly #token: string;

  constructor(world: FlowWorld) {
    this.#world = world;
    const permissions = { contents: 'write' } as const;
    const { github } = world.sandbox;
    this.#token = github.issueToken({ repository: REPOSITORY, actor: 'ada', kind: 'user', permissions });
  }

  /** Pushes a commit to main, with the checkout up to date before and after. */
  async pushFix(subject = 'fix: repair it (#9)'): Promise<void> {
    const { checkout } = this.#world;
    await this.pullMain();
    await writeFile(join(checkout, 'demo', 'fixed.py'), `# ${subject}\n`);
    await git(checkout, 'add', '--all');
    await git(checkout, 'commit', '--quiet', '-m', subject);
    await git(checkout, 'push', '--quiet', 'origin', 'main');
    this.#raisePushes();
  }

  /** Brings the checkout up to date. */
  async pullMain(): Promise<void> {
    const { checkout } = this.#world;
    await git(checkout, 'pull', '--quiet', '--ff-only', '--tags', 'origin', 'main');
  }

  /** Deletes a branch, as the button on a merged pull request does. */
  deleteBranch(name: string): void {
    this.#world.sandbox.github.deleteBranch(REPOSITORY, name, { by: 'ada' });
  }

  /** Pushes a tag: annotated with a message, otherwise a lightweight one. */
  async pushTag(name: string, commit: string, message?: string): Promise<void> {
    const annotation = message === undefined ? [] : ['-a', '-m', message];
    await git(join(this.#world.root, 'remote.git'), 'tag', ...annotation, name, commit);
    this.#raisePushes();
  }

  /** Finds the draft release of a tag, or the published one. */
  release(tag = 'v1.3.0') {
    const found = this.#world.sandbox.github.releases(REPOSITORY).find(({ tagName }) => tagName === tag);
    if (found === undefined) throw new Error(`there is no release of ${tag}`);
    return found;
  }

  async publish(tag?: string): Promise<void> {
    await this.#send('PATCH', `/releases/${this.release(tag).id}`, { draft: false });
  }

  async edit(body: string, tag?: string): Promise<void> {
    await this.#send('PATCH', `/releases/${this.release(tag).id}`, { body });
  }

  async deleteAsset(name: string, tag?: string): Promise<void> {
    const asset = this.release(tag).assets.find((each) => each.name === name);
    await this.#send('DELETE', `/releases/assets/${asset?.id ?? 0}`);
  }

  async addAsset(name: string, bytes: Uint8Array, tag?: string): Promise<void> {
    await this.#send('POST', `/releases/${this.release(tag).id}/assets?name=${name}`, bytes);
  }

  /** Replaces an asset by other bytes of the same length. */
  async tamper(name: string, tag?: string): Promise<void> {
    const bytes = this.release(tag).assets.find((each) => each.name === name)?.bytes ?? new Uint8Array();
    await this.deleteAsset(name, tag);
    await this.addAsset(
      name,
      bytes.map((byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte)),
      tag,
    );
  }

  /** Deletes the release; the tag stays. */
  async deleteRelease(tag?: string): Promise<void> {
    await this.#send('DELETE', `/releases/${this.release(tag).id}`);
  }

  /** Creates a release of a tag that this tool knows nothing of. */
  async createRelease(tag = 'v1.3.0', draft = false): Promise<void> {
    await this.#send('POST', '/releases', { tag_name: tag, name: tag, body: 'By hand.', draft });
  }

  /** Starts a run of package for a commit, and lets it end without files. */
  packageRun(headSha: string, conclusion?: 'success' | 'failure', headBranch = 'main'): number {
    const { github } = this.#world.sandbox;
    const { id } = github.createRun({
      repository: REPOSITORY,
      workflow: { path: '.github/workflows/package.yml', name: 'Package Library' },
      event: 'push',
      headSha,
      headBranch,
      actor: 'grace',
    });
    if (conclusion !== undefined) github.updateRun(id, { status: 'completed', conclusion });
    return id;
  }

  /** Lets every artifact expire. */
  expireArtifacts(): void {
    const { github } = this.#world.sandbox;
    for (const run of github.repository(REPOSITORY).runs) {
      for (const artifact of github.artifacts(run.id)) github.expireArtifact(artifact.id);
    }
  }

  #raisePushes(): void {
    this.#world.sandbox.github.syncRefs(REPOSITORY, 'ada');
  }

  async #send(method: string, path: string, body?: object | Uint8Array): Promise<void> {
    const { endpoints, fetch } = this.#world.sandbox;
    const isFile = body instanceof Uint8Array;
    const api = endpoints.GITHUB_API_URL;
    const base = isFile ? api.replace('/api/v3', '/api/uploads') : api;
    const response = await fetch(`${base}/repos/${REPOSITORY}${path}`, {
      method,
      headers: {
        authorization: `token ${this.#token}`,
        accept: 'application/vnd.github+json',
        'content-type': isFile ? 'application/octet-stream' : 'application/json',
        'user-agent': 'person',
      },
      body: isFile ? Buffer.from(body) : body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  }
}
