import { type CardState } from '../../credit-card.types';
import { type BankReply, readJsonObject, readReason, toRetryableError } from './bank-reply';

const CARD_STATES: readonly CardState[] = ['active', 'inactive', 'blocked', 'cancelled'];

/**
 * Reads the reply to a question for one card; `undefined` when the bank does not know it.
 *
 * @throws CardSystemError for every other reply that is no card.
 */
export function mapCardReply(cardId: string, reply: BankReply): CardState | undefined {
  if (reply.status === 404 && readReason(reply) === 'unknown_card') return undefined;
  const card = readJsonObject(reply);
  const state = CARD_STATES.find((candidate) => candidate === card?.state);
  if (reply.status !== 200 || card?.cardId !== cardId || state === undefined) throw toRetryableError(reply);
  return state;
}
