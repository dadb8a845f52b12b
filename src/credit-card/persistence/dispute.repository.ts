import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';

/** Reads which transactions are disputed. */
@Injectable()
export class DisputeRepository {
  constructor(private readonly database: Database) {}

  /** The reference of the dispute of a transaction, if there is one. */
  findReference(transactionId: string): Promise<string | undefined> {
    return findDisputeReference(this.database.queries, transactionId);
  }
}

export async function findDisputeReference(runner: QueryRunner, transactionId: string): Promise<string | undefined> {
  const row = await runner
    .selectFrom('dispute')
    .where('transaction_id', '=', transactionId)
    .select('reference')
    .executeTakeFirst();
  return row?.reference;
}
