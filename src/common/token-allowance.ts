import { type DomainError } from './domain-error';

/** What a request has used of a model so far. */
export interface TokenMeter {
  readonly tokens: number;
}

/** What a request may use of a model. */
export interface TokenAllowance {
  /** Why no model may be asked; absent when one may. What needs no model goes on all the same. */
  readonly refusal: DomainError | undefined;
  /**
   * Takes the meter of what asks the model. It is read when the request has ended, in whatever way; a request that
   * has none has used nothing.
   */
  countBy(meter: TokenMeter): void;
}
