import type { Account } from '../model/accounts.ts';
import type { GitHubState } from '../model/state.ts';
import { nodeId } from './node-id.ts';

/** The `simple-user` of the REST API. */
export function accountJson(state: GitHubState, account: Account) {
  const path = `/users/${encodeURIComponent(account.login)}`;
  const api = state.api(path);
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId('U', account.id),
    avatar_url: state.web(`/avatars/u/${account.id}`),
    gravatar_id: '',
    url: api,
    html_url: state.web(`/${encodeURIComponent(account.login)}`),
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    site_admin: false,
  };
}
