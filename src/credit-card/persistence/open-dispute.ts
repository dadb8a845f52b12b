import { type QueryRunner } from '../../database/database-schema';
import { makeDisputeReference } from './make-dispute-reference';

/** With a million disputes one reference in a hundred is taken already. */
const TRIES = 3;

interface NewDispute {
  readonly actionId: string;
  readonly transactionId: string;
  readonly openedAt: Date;
  readonly makeReference?: () => string;
}

/** The action's id serves as the row's own: there is at most one dispute for an action. */
export async function openDispute(
  runner: QueryRunner,
  { actionId, transactionId, openedAt, makeReference = makeDisputeReference }: NewDispute,
): Promise<void> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    const row = await runner
      .insertInto('dispute')
      .values({
        id: actionId,
        reference: makeReference(),
        transaction_id: transactionId,
        action_id: actionId,
        opened_at: openedAt.toISOString(),
      })
      .onConflict((conflict) => conflict.column('reference').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (row !== undefined) return;
  }
  throw new Error(`${TRIES} references for a dispute in a row were taken already.`);
}
