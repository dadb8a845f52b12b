import { sql } from 'kysely';
import { type QueryRunner } from './database-schema';
import { type DatabaseEngine } from './parse-database-url';

/** Any number will do that no other advisory lock of this database has; Kysely's migrations have another one. */
const QUEUE_LOCK = 4_217_001;

interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/**
 * Where the chain ends, held until the transaction does; take it last, so that no two transactions wait for each other.
 *
 * PostgreSQL lets newcomers overtake those who wait for a row that each holder changes: of twenty writers some waited
 * four times as long as with the lock before it, which is given out in the order of asking. The row lock alone would
 * keep the chain right.
 */
export async function lockAuditHead(transaction: QueryRunner, engine: DatabaseEngine): Promise<AuditHead> {
  if (engine === 'postgres') await sql`select pg_advisory_xact_lock(${QUEUE_LOCK})`.execute(transaction);
  return transaction
    .updateTable('audit_head')
    .set((update) => ({ seq: update.ref('seq') }))
    .where('id', '=', 1)
    .returning(['seq', 'hash'])
    .executeTakeFirstOrThrow();
}
