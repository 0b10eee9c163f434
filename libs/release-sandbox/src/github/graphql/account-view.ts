import type { Account } from '../model/accounts.ts';
import { nodeId } from '../json/node-id.ts';
import type { GitHubState } from '../model/state.ts';

/** A `User`, `Organization` or `Bot`. In GraphQL a bot's login lacks the suffix `[bot]`. */
export function accountView(state: GitHubState, account: Account) {
  const login = account.login.replace(/\[bot\]$/, '');
  return {
    __typename: account.type,
    id: nodeId('U', account.id),
    databaseId: account.id,
    login,
    url: state.web(account.type === 'Bot' ? `/apps/${login}` : `/${login}`),
  };
}
