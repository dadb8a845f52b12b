import { type CardRow, type CardTransactionRow } from '../../database/schema/card-tables';
import { type Card, type CardNetwork, type CardState, type CardTransaction } from '../credit-card.types';

/** The state is checked by the table; the network is written by this module alone. */
export function toCard(row: Pick<CardRow, 'id' | 'customer_id' | 'network' | 'last_four' | 'state'>): Card {
  return {
    id: row.id,
    customerId: row.customer_id,
    network: row.network as CardNetwork,
    lastFour: row.last_four,
    state: row.state as CardState,
  };
}

export function toTransaction(row: CardTransactionRow): CardTransaction {
  return {
    id: row.id,
    cardId: row.card_id,
    postedAt: new Date(row.posted_at),
    merchant: row.merchant,
    amount: { amountCents: row.amount_cents, currency: row.currency },
  };
}
