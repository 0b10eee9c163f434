import { z } from 'zod';
import { checkedRefName, checkedSha, checkedTimestamp } from '../connection/arguments.ts';
import type { GitHubConnection } from '../connection/connection.ts';
import { readTexts, selectFiles } from '../connection/file-texts.ts';
import { filesAt } from '../connection/files-at.ts';
import { sha } from '../connection/schemas.ts';
import { GitHubError } from '../errors.ts';
import { findTagByRest } from './find-tag-by-rest.ts';
import { type GitHubTag, queriedTag, TAG_FIELDS, tagFromQuery } from './tag.ts';
import { commitOf, type TagWithFiles, tagWithFilesData, tagWithFilesQuery } from './tag-with-files.ts';

/** An annotated tag to create. Equal values give the same tag object, however often and by whomever it is created. */
export interface NewTag {
  /** The name, such as `v1.2.0`. */
  readonly tag: string;
  /** The full id of the commit. */
  readonly commit: string;
  readonly message: string;
  /** `date` in UTC to the second, such as `2026-01-02T03:04:05Z`. */
  readonly tagger: { readonly name: string; readonly email: string; readonly date: string };
}

/** The tag after {@link Tags.ensure}. */
export interface EnsuredTag extends GitHubTag {
  /** `false`: it already existed, on the same commit. */
  readonly created: boolean;
}

const QUERY = `query FindTag($owner: String!, $name: String!, $ref: String!) {
  repository(owner: $owner, name: $name) { ref(qualifiedName: $ref) { ${TAG_FIELDS} } }
}`;

const queriedRef = z.object({ ref: queriedTag.nullable() });
const createdObject = z.object({ sha, object: z.object({ sha }) });
const createdRef = z.object({ ref: z.string(), object: z.object({ sha }) });

/** The tags of a repository. A tag is never moved or deleted. */
export class Tags {
  readonly #github: GitHubConnection;

  constructor(github: GitHubConnection) {
    this.#github = github;
  }

  /** Finds a tag, peeled, with its message. One query. */
  async find(name: string): Promise<GitHubTag | undefined> {
    const { ref } = await this.#github.query({
      action: `find the tag ${name}`,
      query: QUERY,
      variables: { ref: `refs/tags/${checkedRefName(name)}` },
      schema: queriedRef,
    });
    return ref === null ? undefined : tagFromQuery(name, ref);
  }

  /**
   * Finds a tag, peeled, with its message, over REST: GraphQL answers nobody without a token. One GET, and one more for each tag object
   * on the way to the commit.
   */
  async findByRest(name: string): Promise<GitHubTag | undefined> {
    return await findTagByRest(this.#github, checkedRefName(name));
  }

  /** Finds a tag, and reads texts of files at its commit. One query, and one request more for each file that GitHub truncates. */
  async findWithFiles(name: string, paths: readonly string[]): Promise<TagWithFiles | undefined> {
    const selection = selectFiles(paths);
    const { ref } = await this.#github.query({
      action: `find the tag ${name}`,
      query: tagWithFilesQuery(selection),
      variables: { ref: `refs/tags/${checkedRefName(name)}`, ...selection.variables },
      schema: tagWithFilesData,
    });
    if (ref === null) return undefined;
    const tag = tagFromQuery(name, ref);
    const commit = commitOf(ref);
    // The query does not reach the files of a tag of a tag, which is rare enough for a second query.
    const files =
      commit['oid'] === tag.commitSha
        ? await readTexts(this.#github, selection, commit)
        : await filesAt(this.#github, tag.commitSha, selection);
    return { tag, files };
  }

  /**
   * Creates an annotated, unsigned tag unless it exists. Two POSTs: the tag object, which is invisible without a ref, and the ref. When
   * the ref exists, one query more: a tag on the same commit is returned with `created: false`.
   *
   * @throws GitHubError `GITHUB_TAG_ELSEWHERE` when the tag is on another commit
   */
  async ensure(newTag: NewTag): Promise<EnsuredTag> {
    const tag = checkedRefName(newTag.tag);
    const commit = checkedSha(newTag.commit);
    const objectSha = await this.#createObject(newTag);
    try {
      await this.#createRef(tag, objectSha);
    } catch (error) {
      if (!(error instanceof GitHubError && error.code === 'GITHUB_ALREADY_EXISTS')) throw error;
      const existing = await this.find(tag);
      if (existing === undefined) throw error;
      if (existing.commitSha !== commit) throw this.#elsewhere(existing, commit);
      return { ...existing, created: false };
    }
    const { message } = newTag;
    return { name: tag, objectSha, commitSha: commit, message, annotated: true, created: true };
  }

  async #createObject({ tag, commit, message, tagger }: NewTag): Promise<string> {
    const { name, email } = tagger;
    const date = checkedTimestamp(tagger.date);
    const created = await this.#github.write({
      action: `create the tag object ${tag}`,
      expect: [201],
      schema: createdObject.refine(({ object }) => object.sha === commit, { path: ['object', 'sha'] }),
      send: (octokit, at) =>
        octokit.rest.git.createTag({
          ...at,
          tag,
          message,
          object: commit,
          type: 'commit',
          tagger: { name, email, date },
        }),
    });
    return created.sha;
  }

  async #createRef(tag: string, objectSha: string): Promise<void> {
    const ref = `refs/tags/${tag}`;
    await this.#github.write({
      action: `create the tag ${tag}`,
      createsRef: true,
      expect: [201],
      schema: createdRef.refine((created) => created.ref === ref && created.object.sha === objectSha, {
        path: ['object', 'sha'],
      }),
      send: (octokit, at) => octokit.rest.git.createRef({ ...at, ref, sha: objectSha }),
    });
  }

  #elsewhere(existing: GitHubTag, commit: string): GitHubError {
    return new GitHubError(
      'GITHUB_TAG_ELSEWHERE',
      `the tag ${existing.name} of ${this.#github.fullName} is on ${existing.commitSha}, not on ${commit}`,
      { hint: 'A tag is never moved or deleted. Release this commit under a new version.' },
    );
  }
}
