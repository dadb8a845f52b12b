import { type DomainError } from './domain-error';

/** What a request may use of a model. */
export interface TokenAllowance {
  /** Why no model may be asked; absent when one may. What needs no model goes on all the same. */
  readonly refusal: DomainError | undefined;
  /** Takes down what was really used, in place of what was expected. */
  noteUse(tokens: number): void;
}
