import { parseVersion } from '@heroku-release/versioning';
import { WORKFLOWS } from '../world/workflows.ts';

/** Command that continues the publishing of a tag, with the rights and secrets of the workflow. Pure. */
export function publishAgain(tag: string): string {
  return `gh workflow run ${WORKFLOWS.publish} --ref ${tag}`;
}

/** Command that gives a version up and drafts the next one. Pure. */
export function draftNext(version: string): string {
  const bump = parseVersion(version).pre === undefined ? 'patch' : 'prerelease';
  return `heroku-release draft ${bump} --supersedes ${version}`;
}

/** Hint of a refusal that no other run can change: the version is given up. Pure. */
export function fixForward(version: string): string {
  return `This version cannot be published as it is. Fix forward with the next one: ${draftNext(version)}`;
}
