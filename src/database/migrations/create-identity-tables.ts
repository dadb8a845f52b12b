import { type Kysely, sql } from 'kysely';

/** Passcodes, what was answered to them, what they proved, and who has tried too often. */
export async function createIdentityTables(database: Kysely<unknown>): Promise<void> {
  await createPasscodeTables(database);
  await createVerificationTable(database);
  await database.schema
    .createTable('attempt_limit')
    .addColumn('subject', 'text', (column) => column.primaryKey().notNull())
    .addColumn('failures', 'text', (column) => column.notNull())
    .addColumn('locked_until', 'text')
    .execute();
}

async function createPasscodeTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('passcode')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('phone_number', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text', (column) => column.references('customer.id'))
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('resume', 'text')
    .addColumn('sent_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('used_in_turn', 'integer')
    .execute();
  await database.schema.createIndex('passcode_by_number').on('passcode').columns(['phone_number', 'sent_at']).execute();
  await database.schema
    .createTable('passcode_answer')
    .addColumn('passcode_id', 'text', (column) => column.notNull().references('passcode.id'))
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.notNull())
    .addColumn('tries_left', 'integer')
    .addColumn('locked_until', 'text')
    .addColumn('answered_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('passcode_answer_once_in_a_turn', ['passcode_id', 'turn_key'])
    .addCheckConstraint('passcode_answer_outcome_known', sql`outcome in ('verified', 'wrong', 'locked')`)
    .execute();
}

async function createVerificationTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('verification')
    .addColumn('passcode_id', 'text', (column) => column.notNull().references('passcode.id'))
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text', (column) => column.notNull().references('customer.id'))
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('verified_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('verification_once_in_a_turn', ['passcode_id', 'turn_key'])
    .execute();
  await database.schema
    .createIndex('verification_by_conversation')
    .on('verification')
    .columns(['conversation_key'])
    .execute();
}
