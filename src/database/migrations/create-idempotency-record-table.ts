import { type Kysely } from 'kysely';

/** What was answered to requests that carry an idempotency key, so that a repeated one is answered alike. */
export async function createIdempotencyRecordTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('idempotency_record')
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('path', 'text', (column) => column.notNull())
    .addColumn('key_digest', 'text', (column) => column.notNull())
    .addColumn('request_digest', 'text', (column) => column.notNull())
    .addColumn('lease_id', 'text', (column) => column.notNull())
    .addColumn('leased_until', 'text', (column) => column.notNull())
    .addColumn('reply', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('idempotency_record_one_for_a_key', ['tenant', 'path', 'key_digest'])
    .execute();
  await database.schema
    .createIndex('idempotency_record_by_expiry')
    .on('idempotency_record')
    .column('expires_at')
    .execute();
}
