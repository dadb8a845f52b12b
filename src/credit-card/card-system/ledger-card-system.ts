import { CardSystem } from './card-system';

/** Our own tables are the card system. */
export class LedgerCardSystem extends CardSystem {
  readonly kind = 'ledger';
}
