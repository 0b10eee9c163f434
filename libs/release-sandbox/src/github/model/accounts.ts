/** A user, an organisation or a bot. */
export interface Account {
  /** Name on the site; a bot ends in `[bot]`. */
  readonly login: string;
  /** Number that never changes. */
  readonly id: number;
  /** Kind of account, as the REST API says it. */
  readonly type: 'User' | 'Bot' | 'Organization';
}

/** Who a job token acts as, whoever started the run. */
export const actionsBot: Account = { login: 'github-actions[bot]', id: 41_898_282, type: 'Bot' };

/** All accounts, made at first mention. */
export class Accounts {
  readonly #byLogin = new Map<string, Account>([[actionsBot.login, actionsBot]]);
  #nextId = 5001;

  /** The account of `login`; an unknown one is made. Logins are compared without regard to case. */
  get(login: string, options: { readonly id?: number; readonly type?: Account['type'] } = {}): Account {
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

/** The address GitHub writes into commits and tags that an account makes on the site. */
export function noreplyAddress(account: Account): string {
  return `${account.id}+${account.login}@users.noreply.github.com`;
}
