import { CardSystemError } from '../card-system-error';

/** What the outbox keeps of a failure: a code, and no words of the card system. */
export function nameError(error: unknown): string {
  return error instanceof CardSystemError ? error.code : 'delivery_broken';
}
