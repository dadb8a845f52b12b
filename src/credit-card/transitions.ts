import { type ChangeOperation } from '../common/operation';
import { type CardState } from './credit-card.types';

interface Transition {
  readonly from: readonly CardState[];
  /** Absent when the operation leaves the card as it is. */
  readonly to?: CardState;
}

/** The states of a card and what leads from one to the next. Nothing leads out of `cancelled`. */
export const TRANSITIONS: Readonly<Record<ChangeOperation, Transition>> = {
  block_card: { from: ['active'], to: 'blocked' },
  unblock_card: { from: ['blocked'], to: 'active' },
  report_card_lost: { from: ['active', 'inactive', 'blocked'], to: 'cancelled' },
  activate_card: { from: ['inactive'], to: 'active' },
  replace_card: { from: ['active', 'blocked'] },
  dispute_transaction: { from: ['active', 'blocked', 'cancelled'] },
};

export function isApplicable(operation: ChangeOperation, state: CardState): boolean {
  return TRANSITIONS[operation].from.includes(state);
}
