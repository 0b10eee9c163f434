import { DOCUMENTATION_URL } from './endpoints.ts';

/** One entry of `errors` in a validation answer. */
export interface FieldError {
  readonly resource: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly field?: string;
  readonly message?: string;
  readonly value?: unknown;
}

/** A request the REST API refuses: status and body as GitHub sends them. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[] | undefined;

  constructor(
    status: number,
    message: string,
    options: {
      readonly errors?: readonly FieldError[];
      readonly headers?: Readonly<Record<string, string>>;
    } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }

  get body(): Record<string, unknown> {
    return {
      message: this.message,
      ...(this.errors === undefined ? {} : { errors: this.errors }),
      documentation_url: DOCUMENTATION_URL,
      status: String(this.status),
    };
  }
}

/** 404: absent, or hidden from this token. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 422 with a list of errors. */
export function invalid(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

/** 422 with a plain sentence and no list. */
export function unprocessable(message: string): Refusal {
  return new Refusal(422, message);
}
