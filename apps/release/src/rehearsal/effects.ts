import type { LoggedRequest } from '@heroku-release/release-sandbox';

/** Operations that change an external service, with their text in the list of effects. */
const EFFECTS: Readonly<Record<string, string>> = {
  'github.git.push': 'branch pushed',
  'github.pulls.create': 'draft pull request opened',
  'github.pulls.update': 'pull request updated',
  'github.git.createTag': 'tag object written',
  'github.git.createRef': 'tag created',
  'github.actions.dispatch': 'publish started at the tag',
  'github.releases.create': 'draft GitHub release created',
  'github.releases.update': 'GitHub release updated',
  'github.releases.delete': 'draft GitHub release deleted',
  'github.assets.upload': 'file uploaded to the GitHub release',
  'github.assets.delete': 'file deleted from the GitHub release',
  'pypi.mint': 'upload token minted',
  'pypi.upload': 'file uploaded to the index',
  'tps.lock': 'release lock requested',
  'tps.record': 'change record written',
};

/** Lists every change to an external service in order, including refused ones. Pure. */
export function effectsOf(log: readonly LoggedRequest[]): string[] {
  return log
    .filter(({ method, operation }) => !['GET', 'HEAD'].includes(method) && operation in EFFECTS)
    .map(({ service, operation, status }) => {
      const refused = typeof status === 'number' && status >= 400 ? ` (status ${status})` : '';
      return `${service}: ${EFFECTS[operation] ?? operation}${refused}`;
    });
}
