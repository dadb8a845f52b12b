import { isJsonObject, type JsonObject } from '../../../common/json';
import { CardSystemError } from '../card-system-error';

/** What came back, within the limits of time and size. */
export interface BankReply {
  readonly status: number;
  readonly body: string;
}

const REASON = /^[a-z][a-z0-9_]{0,63}$/;

/** `undefined` when the body is no JSON object. */
export function readJsonObject({ body }: BankReply): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The bank's code for an error, if the body is one of the contract; anybody could stand in between and answer. */
export function readReason(reply: BankReply): string | undefined {
  const code = readJsonObject(reply)?.code;
  return typeof code === 'string' && REASON.test(code) ? code : undefined;
}

/** The error for a reply that neither grants nor refuses anything. */
export function toRetryableError({ status }: BankReply): CardSystemError {
  if (status === 409) return new CardSystemError('card_system_busy', 'An earlier copy is still in flight.');
  if (status === 408 || status === 425 || status === 429 || status >= 500) {
    return new CardSystemError('card_system_unavailable', `The card system answered ${status}.`);
  }
  if (status === 401 || status === 403) {
    return new CardSystemError('card_system_misconfigured', `The card system refuses our token with ${status}.`);
  }
  return new CardSystemError(
    'card_system_misconfigured',
    `A reply with status ${status} is not of the contract: perhaps what answers is not the card system.`,
  );
}
