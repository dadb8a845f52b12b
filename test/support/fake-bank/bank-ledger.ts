import { type CardState } from '../../../src/credit-card/credit-card.types';
import { type Reply } from './card-contract';

/** What an action was once at the bank: exactly one for each key that was answered with 200. */
export interface BankEffect {
  readonly key: string;
  readonly operationId: string;
  readonly cardId: string;
  readonly stateAfter: CardState;
}

export interface BankAction {
  readonly key: string;
  readonly operationId: string;
  readonly cardId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface StoredAnswer {
  readonly fingerprint: string;
  readonly reply: Reply;
}

interface BankCard {
  readonly customerId: string;
  readonly state: CardState;
}

/** The state to which each operation brings a card; the others leave it as it is. */
const STATE_AFTER: Readonly<Record<string, CardState | undefined>> = {
  blockCard: 'blocked',
  unblockCard: 'active',
  activateCard: 'active',
  cancelCard: 'cancelled',
};

/** What works on a cancelled card. */
const ALWAYS_POSSIBLE = ['cancelCard', 'disputeTransaction'];

/** The bank's books: cards, effects in their order, and an answer for each key. A call is one atomic step. */
export class BankLedger {
  readonly effects: BankEffect[] = [];
  private readonly cards = new Map<string, BankCard>();
  private readonly answers = new Map<string, StoredAnswer>();
  private readonly refusals = new Map<string, string>();

  addCard(cardId: string, card: BankCard): void {
    this.cards.set(cardId, card);
  }

  /** Every further action on the card is refused with that code. */
  refuse(cardId: string, code: string): void {
    this.refusals.set(cardId, code);
  }

  stateOf(cardId: string): CardState | undefined {
    return this.cards.get(cardId)?.state;
  }

  readCard(cardId: string): Reply {
    const state = this.stateOf(cardId);
    return state === undefined ? error(404, 'unknown_card') : { status: 200, body: { cardId, state } };
  }

  apply(action: BankAction): Reply {
    const fingerprint = JSON.stringify([action.operationId, action.cardId, action.body]);
    const stored = this.answers.get(action.key);
    if (stored !== undefined) {
      return stored.fingerprint === fingerprint ? stored.reply : error(422, 'idempotency_key_reused');
    }
    const reply = this.carryOut(action);
    this.answers.set(action.key, { fingerprint, reply });
    return reply;
  }

  private carryOut({ key, operationId, cardId, body }: BankAction): Reply {
    const card = this.cards.get(cardId);
    if (card?.customerId !== body.customerId || card === undefined) return error(404, 'unknown_card');
    const refusal = this.refusals.get(cardId);
    if (refusal !== undefined) return error(422, refusal);
    if (card.state === 'cancelled' && !ALWAYS_POSSIBLE.includes(operationId)) return error(422, 'card_cancelled');
    const stateAfter = STATE_AFTER[operationId] ?? card.state;
    this.cards.set(cardId, { ...card, state: stateAfter });
    this.effects.push({ key, operationId, cardId, stateAfter });
    return { status: 200, body: { actionId: key, cardId, state: stateAfter, effectiveAt: new Date().toISOString() } };
  }
}

export function error(status: number, code: string): Reply {
  return { status, body: { code } };
}
