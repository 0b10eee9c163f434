/** A user, an organisation or a bot. */
export interface Account {
  /** Login name. A bot's ends in `[bot]`. */
  readonly login: string;
  /** Id of the account. */
  readonly id: number;
  /** Kind of account, as in the REST API. */
  readonly type: 'User' | 'Bot' | 'Organization';
}

/** The account behind every job token, whoever started the run. */
export const actionsBot: Account = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' };

/** The account behind requests without a token. */
export const ghost: Account = { login: 'ghost', id: 10_137, type: 'User' };

/** All accounts, created on first use. */
export class Accounts {
  readonly #byLogin = new Map<string, Account>([[actionsBot.login, actionsBot]]);
  #nextId = 5001;

  /** The account with this login, created if it does not exist. Case does not matter. */
  get(
    login: string,
    options: { readonly id?: number | undefined; readonly type?: Account['type'] | undefined } = {},
  ): Account {
    const key = login.toLowerCase();
    const known = this.#byLogin.get(key);
    if (known !== undefined) return known;
    const account: Account = {
      login,
      id: options.id ?? this.#nextId++,
      type: options.type ?? (login.endsWith('[bot]') ? 'Bot' : 'User'),
    };
    this.#byLogin.set(key, account);
    return account;
  }
}

/** The email address in commits and tags that an account makes through the website or the API. */
export function noreplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
