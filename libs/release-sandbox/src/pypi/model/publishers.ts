import { normaliseName } from './file-name.ts';

/** A trusted publisher: a GitHub workflow that may publish a project without a stored token. */
export interface Publisher {
  /** Name of the project. */
  readonly project: string;
  /** Login of the repository's owner. */
  readonly owner: string;
  /** Id of the owner's account at the time of registration. */
  readonly ownerId: string;
  /** Name of the repository without its owner. */
  readonly repository: string;
  /** File name of the workflow, such as `publish.yml`. */
  readonly workflow: string;
  /** Required environment of the job. Absent: any environment, or none. */
  readonly environment?: string | undefined;
}

/** A publisher of a project that does not exist yet. */
export interface PendingPublisher extends Publisher {
  /** The user who will own the project. */
  readonly user: string;
  /** Registration time in milliseconds since the epoch. */
  readonly createdAtMs: number;
}

/** No publisher matches; the message is the one of the real index. */
export class PublisherMismatch extends Error {}

type Claims = Readonly<Record<string, unknown>>;

const REQUIRED = ['repository', 'repository_owner', 'repository_owner_id', 'job_workflow_ref', 'ref', 'sha'];

function claim(claims: Claims, name: string): string {
  const value = claims[name];
  if (value === undefined || value === null) throw new PublisherMismatch(`Missing claim '${name}'`);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Selects the publisher by exact claims. One with the job's environment wins over one without an environment. */
function lookUp<Kind extends Publisher>(claims: Claims, publishers: readonly Kind[]): Kind {
  const [owner, repository] = claim(claims, 'repository').split('/');
  const workflow = /([^/]+\.ya?ml)(?=@)/.exec(claim(claims, 'job_workflow_ref'))?.[1];
  const environment = typeof claims['environment'] === 'string' ? claims['environment'].toLowerCase() : '';
  const candidates = publishers.filter(
    (publisher) =>
      publisher.owner === owner &&
      publisher.repository === repository &&
      publisher.ownerId === claim(claims, 'repository_owner_id') &&
      publisher.workflow === workflow,
  );
  const chosen =
    candidates.find((candidate) => candidate.environment?.toLowerCase() === environment) ??
    candidates.find((candidate) => candidate.environment === undefined);
  if (chosen === undefined) throw new PublisherMismatch('Publisher with matching claims was not found');
  return chosen;
}

function checkWorkflow(claims: Claims, publisher: Publisher): void {
  const refs = [claim(claims, 'ref'), claim(claims, 'sha')].filter((value) => value !== '');
  if (refs.length === 0) throw new PublisherMismatch('The ref and sha claims are empty');
  const file = `${publisher.owner}/${publisher.repository}/.github/workflows/${publisher.workflow}`;
  const expected = refs.map((ref) => `${file}@${ref}`);
  const actual = claim(claims, 'job_workflow_ref');
  if (!expected.some((text) => text.toLowerCase() === actual.toLowerCase())) {
    const list = expected.map((text) => `'${text}'`).join(', ');
    throw new PublisherMismatch(
      `The job_workflow_ref claim does not match, expecting one of [${list}], got '${actual}'`,
    );
  }
}

/** Finds the publisher that matches the claims of a verified identity token. Throws {@link PublisherMismatch} with the reason. */
export function findPublisher<Kind extends Publisher>(claims: Claims, publishers: readonly Kind[]): Kind {
  const publisher = lookUp(claims, publishers);
  for (const name of REQUIRED) claim(claims, name);
  if (claim(claims, 'repository_owner') !== publisher.owner) {
    throw new PublisherMismatch("Check failed for required claim 'repository_owner'");
  }
  checkWorkflow(claims, publisher);
  if (claims['event_name'] === 'pull_request_target') {
    throw new PublisherMismatch(
      "Publishing from a workflow invoked by 'pull_request_target' is not supported.",
    );
  }
  return publisher;
}

/** All projects for which a publisher is registered. A token minted for it works for each of them. */
export function projectsOf(publisher: Publisher, registered: readonly Publisher[]): ReadonlySet<string> {
  const workflowOf = ({ owner, ownerId, repository, workflow, environment }: Publisher): string =>
    JSON.stringify([owner, ownerId, repository, workflow, environment?.toLowerCase() ?? null]);
  const same = registered.filter((other) => workflowOf(other) === workflowOf(publisher));
  return new Set(same.map(({ project }) => normaliseName(project)));
}
