import { type CardCommand, type DeliveryOutcome } from '../card-system';
import { type BankReply, readJsonObject, readReason, toRetryableError } from './bank-reply';
import { FINAL_REFUSALS } from './final-refusals';

/**
 * Reads the reply to a command. A reply counts only when its body is one of the contract: the page of a proxy, or of
 * whatever else answers at a wrong address, must neither confirm an action nor drop it. Nor may a refusal that nobody
 * has agreed on.
 *
 * @throws CardSystemError for everything after which the command has to be sent again.
 */
export function mapDeliveryReply(command: CardCommand, reply: BankReply): DeliveryOutcome {
  const { status } = reply;
  if (status === 200 && readJsonObject(reply)?.actionId === command.actionId) return { status: 'delivered' };
  const reason = readReason(reply);
  if (reason === undefined || FINAL_REFUSALS.get(status)?.includes(reason) !== true) throw toRetryableError(reply);
  return { status: 'refused', reason };
}
