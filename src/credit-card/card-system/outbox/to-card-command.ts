import { CHANGE_OPERATIONS } from '../../../common/operation';
import { REPLACEMENT_REASONS } from '../../credit-card.types';
import { type CardCommand } from '../card-system';

/** An action as it is stored, with the details of the proposal behind it. */
export interface StoredAction {
  readonly id: string;
  readonly operation: string;
  readonly card_id: string;
  readonly customer_id: string;
  readonly created_at: string;
  readonly reason: string | null;
  readonly transaction_id: string | null;
}

/** @throws for an operation of a newer version than this one, which then has to deliver it. */
export function toCardCommand(action: StoredAction): CardCommand {
  const operation = CHANGE_OPERATIONS.find((candidate) => candidate === action.operation);
  if (operation === undefined) throw new Error(`The operation ${action.operation} is not known here.`);
  const reason = REPLACEMENT_REASONS.find((candidate) => candidate === action.reason);
  return {
    actionId: action.id,
    operation,
    cardId: action.card_id,
    customerId: action.customer_id,
    requestedAt: new Date(action.created_at),
    ...(reason === undefined ? {} : { reason }),
    ...(action.transaction_id === null ? {} : { transactionId: action.transaction_id }),
  };
}
