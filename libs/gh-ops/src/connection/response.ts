/** An answer of GitHub, whatever its status. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A header as text. */
export function header(answer: Answer, name: string): string | undefined {
  const value = answer.headers[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** What the answer says in words, with the details of a validation. */
export function saidBy(data: unknown): string {
  const message = isRecord(data) && typeof data['message'] === 'string' ? data['message'] : '';
  const details = errorsIn(data).map((error) =>
    typeof error['message'] === 'string'
      ? error['message']
      : [error['resource'], error['field'], error['code']]
          .filter((part) => typeof part === 'string')
          .join(' '),
  );
  const said = details.length === 0 ? message : `${message}: ${details.join('; ')}`;
  return said.length > 400 ? `${said.slice(0, 400)}…` : said;
}

/** The list that one of the two shapes of a 422 carries. */
export function errorsIn(data: unknown): Record<string, unknown>[] {
  const errors = isRecord(data) ? data['errors'] : undefined;
  return Array.isArray(errors) ? errors.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
