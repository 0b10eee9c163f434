/** A response from GitHub's API, whatever its status. */
export interface ApiResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, unknown>>;
  readonly data: unknown;
}

/** A header as text. */
export function header(response: ApiResponse, name: string): string | undefined {
  const value = response.headers[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

/** The message of an error response, with the details of a failed validation. */
export function messageIn(data: unknown): string {
  const summary = isRecord(data) && typeof data['message'] === 'string' ? data['message'] : '';
  const details = errorsIn(data).map((error) =>
    typeof error['message'] === 'string'
      ? error['message']
      : [error['resource'], error['field'], error['code']]
          .filter((part) => typeof part === 'string')
          .join(' '),
  );
  const message = details.length === 0 ? summary : `${summary}: ${details.join('; ')}`;
  return message.length > 400 ? `${message.slice(0, 400)}…` : message;
}

/** The `errors` array of a 422, which not every 422 has. */
export function errorsIn(data: unknown): Record<string, unknown>[] {
  const errors = isRecord(data) ? data['errors'] : undefined;
  return Array.isArray(errors) ? errors.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
