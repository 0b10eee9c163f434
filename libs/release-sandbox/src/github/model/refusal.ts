import { DOCUMENTATION_URL } from './endpoints.ts';

/** One entry of `errors` in a 422 response. */
export interface FieldError {
  readonly resource: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'unprocessable' | 'custom';
  readonly field?: string | undefined;
  readonly message?: string | undefined;
  readonly value?: unknown;
}

/** A request that the REST API refuses, with the status and body that GitHub sends. */
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
      errors: this.errors,
      documentation_url: DOCUMENTATION_URL,
      status: String(this.status),
    };
  }
}

/** 404: the object does not exist, or this token may not see it. */
export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** 422 with a list of errors. */
export function invalid(...errors: readonly FieldError[]): Refusal {
  return new Refusal(422, 'Validation Failed', { errors });
}

/** 422 with a message and no list of errors. */
export function unprocessable(message: string): Refusal {
  return new Refusal(422, message);
}
