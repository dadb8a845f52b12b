import { type QueryRunner } from '../database/database-schema';
import { type AuditEntryRow } from '../database/schema/audit-tables';
import { hashAuditEntry } from '../database/hash-audit-entry';
import { lockAuditHead } from '../database/lock-audit-head';
import { type DatabaseEngine } from '../database/parse-database-url';

export type UnchainedEntry = Omit<AuditEntryRow, 'seq' | 'prev_hash' | 'hash'>;

interface Appending {
  readonly transaction: QueryRunner;
  readonly engine: DatabaseEngine;
  /** Holds no NUL and no half of a surrogate pair: the store would replace them after they were hashed. */
  readonly entry: UnchainedEntry;
}

/** Adds an entry after the last one. What is rolled back takes its number back with it, so there are no gaps. */
export async function appendToChain({ transaction, engine, entry }: Appending): Promise<void> {
  const head = await lockAuditHead(transaction, engine);
  const content = { ...entry, seq: head.seq + 1, prev_hash: head.hash };
  const hash = hashAuditEntry(content);
  await transaction
    .insertInto('audit_entry')
    .values({ ...content, hash })
    .execute();
  await transaction.updateTable('audit_head').set({ seq: content.seq, hash }).where('id', '=', 1).execute();
}
