import { type CardCommand, type DeliveryOutcome } from '../card-system';
import { type BankReply, readJsonObject, readReason, toRetryableError } from './bank-reply';

/** Client errors that say "not now" or "not you" rather than "never". */
const RETRYABLE_STATUSES: readonly number[] = [401, 403, 408, 409, 425, 429];

/**
 * Reads the reply to a command. A reply counts only when its body is one of the contract: the page of a proxy, or of
 * whatever else answers at a wrong address, must neither confirm an action nor drop it.
 *
 * @throws CardSystemError for everything after which the command has to be sent again.
 */
export function mapDeliveryReply(command: CardCommand, reply: BankReply): DeliveryOutcome {
  const { status } = reply;
  if (status === 200 && readJsonObject(reply)?.actionId === command.actionId) return { status: 'delivered' };
  if (status < 400 || status >= 500 || RETRYABLE_STATUSES.includes(status)) throw toRetryableError(reply);
  const reason = readReason(reply);
  if (reason === undefined) throw toRetryableError(reply);
  return { status: 'refused', reason };
}
