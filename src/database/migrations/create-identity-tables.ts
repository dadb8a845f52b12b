import { type Kysely } from 'kysely';

/** Passcodes, what they proved, and who has tried too often. */
export async function createIdentityTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('passcode')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('phone_number', 'text', (column) => column.notNull())
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('resume', 'text')
    .addColumn('sent_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('ended_at', 'text')
    .execute();
  await database.schema.createIndex('passcode_by_number').on('passcode').columns(['phone_number', 'sent_at']).execute();
  await database.schema
    .createTable('verification')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('passcode_id', 'text', (column) => column.notNull().unique().references('passcode.id'))
    .addColumn('customer_id', 'text', (column) => column.notNull().references('customer.id'))
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('verified_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('verification_by_conversation')
    .on('verification')
    .columns(['conversation_key'])
    .execute();
  await database.schema
    .createTable('attempt_limit')
    .addColumn('subject', 'text', (column) => column.primaryKey().notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .addColumn('window_started_at', 'text', (column) => column.notNull())
    .addColumn('locked_until', 'text')
    .execute();
}
