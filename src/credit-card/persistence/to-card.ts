import { type CardRow } from '../../database/database-schema';
import { type Card, type CardNetwork, type CardState } from '../credit-card.types';

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
