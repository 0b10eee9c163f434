/** One call. */
export interface TpsRequest {
  readonly method: 'PUT' | 'POST';
  /** Below the base URL, with encoded parts, such as `/api/ctc`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body: object;
  /** Statuses of passing trouble beside 408, 425, 429 and 5xx. */
  readonly alsoPassing?: readonly number[];
  /** Milliseconds by the clock within which passing trouble is retried; 0 asks once. */
  readonly budgetMs: number;
  /** Ends the waiting between attempts. A request in flight is finished. */
  readonly signal?: AbortSignal | undefined;
  /** Called before every wait. */
  readonly onTrouble?: ((trouble: TpsTrouble) => void) | undefined;
}

/** Why a call is repeated, and when. */
export interface TpsTrouble {
  /** For people, redacted. */
  readonly because: string;
  /** Milliseconds until the next attempt. */
  readonly waitMs: number;
  /** When the first attempt began, in milliseconds since the Unix epoch. */
  readonly since: number;
  /** When the repeating ends, in milliseconds since the Unix epoch. */
  readonly givesUpAt: number;
}

/** What TPS said in the end. */
export interface TpsAnswer {
  /** Neither a redirect nor passing trouble. */
  readonly status: number;
  /** The body, redacted, on one line, at most 2 KB; for people only, nothing depends on it. */
  readonly body: string;
  /** When TPS wants to be asked again, in milliseconds from now, if it said so. */
  readonly retryAfterMs?: number;
  /** Whether an earlier attempt of this call may have taken effect as well. */
  readonly doubtful: boolean;
}

/** `TPS answered 409: moratorium until Monday`. */
export function said(status: number, body: string): string {
  return body === '' ? `TPS answered ${status}` : `TPS answered ${status}: ${body}`;
}
