import type { Env } from '@heroku-release/release-history';
import { parseTagName, tagName } from '@heroku-release/versioning';
import { FlowError } from '../../errors.ts';

/**
 * The tag to publish: the one that was named, otherwise the one the job runs at. A bare version, typed by a person, means its tag under
 * the default template; an existing tag is taken as it is. Pure.
 *
 * Errors: `USAGE` when there is none.
 */
export function tagToPublish(
  request: { readonly tag?: string | undefined; readonly readsOnly?: boolean | undefined },
  env: Env,
): string {
  const given = request.tag ?? tagOfRef(env['GITHUB_REF']);
  if (given === undefined) {
    throw new FlowError('USAGE', 'publish needs the version or tag to publish', {
      hint: 'Example: heroku-release publish 1.2.3. In GitHub Actions it is the tag the job runs at.',
    });
  }
  const typed = request.tag !== undefined && request.readsOnly !== true;
  return typed && /^\d/.test(given) && parseTagName(`v${given}`) !== undefined ? tagName(given) : given;
}

function tagOfRef(ref: string | undefined): string | undefined {
  return ref?.startsWith('refs/tags/') === true ? ref.slice('refs/tags/'.length) : undefined;
}
