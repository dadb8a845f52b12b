import { type ChangeOperation } from '../../common/operation';
import { type QueryRunner } from '../../database/database-schema';
import { type CardTransactionRow } from '../../database/schema/card-tables';
import { type PendingActionRow } from '../../database/schema/action-tables';
import { type Card, type PendingAction, type ReplacementReason } from '../credit-card.types';
import { toTransaction } from './to-card';

/** The operation and the reason are written by this module alone. */
export function toPendingAction(
  row: PendingActionRow,
  parts: { readonly card: Card; readonly transaction: CardTransactionRow | undefined },
): PendingAction {
  return {
    id: row.id,
    operation: row.operation as ChangeOperation,
    card: parts.card,
    ...(row.reason === null ? {} : { reason: row.reason as ReplacementReason }),
    ...(parts.transaction === undefined ? {} : { transaction: toTransaction(parts.transaction) }),
    expiresAt: new Date(row.expires_at),
  };
}

export async function readDisputedTransaction(
  runner: QueryRunner,
  { transaction_id: transactionId }: Pick<PendingActionRow, 'transaction_id'>,
): Promise<CardTransactionRow | undefined> {
  if (transactionId === null) return undefined;
  return runner.selectFrom('card_transaction').where('id', '=', transactionId).selectAll().executeTakeFirst();
}
