interface DomainErrorOptions {
  readonly cause?: unknown;
  /** Seconds after which a new attempt may succeed, when that is known. */
  readonly retryAfterSeconds?: number;
}

/**
 * An error of the domain or of a port. It knows nothing of HTTP: the table in `src/openai/errors` turns its code
 * into a status and an OpenAI error body.
 */
export abstract class DomainError extends Error {
  /** Stable and machine-readable; never shown to a caller as it is. */
  abstract readonly code: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(message: string, options?: DomainErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.retryAfterSeconds = options?.retryAfterSeconds;
  }
}
