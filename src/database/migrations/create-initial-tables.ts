import { type Kysely, sql } from 'kysely';
import { type DatabaseEngine } from '../parse-database-url';
import { createAuditEntryTable } from './create-audit-entry-table';

export async function createInitialTables(database: Kysely<unknown>, engine: DatabaseEngine): Promise<void> {
  await createCustomerTables(database);
  await createPendingActionTable(database);
  await createCardActionTable(database);
  await createAuditEntryTable(database, engine);
  await createConversationTables(database);
}

async function createCustomerTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('customer')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('phone_number', 'text', (column) => column.notNull().unique())
    .execute();
  await database.schema
    .createTable('card')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('customer_id', 'text', (column) => column.notNull().references('customer.id'))
    .addColumn('network', 'text', (column) => column.notNull())
    .addColumn('last_four', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .addCheckConstraint('card_last_four_length', sql`length(last_four) = 4`)
    .addCheckConstraint('card_state_known', sql`state in ('active', 'inactive', 'blocked', 'cancelled')`)
    .execute();
  await database.schema.createIndex('card_by_customer').on('card').column('customer_id').execute();
}

async function createPendingActionTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('pending_action')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('customer_id', 'text', (column) => column.notNull().references('customer.id'))
    .addColumn('card_id', 'text', (column) => column.notNull().references('card.id'))
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('last_four_given', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .addColumn('consumed_at', 'text')
    .addColumn('confirmed_by_key', 'text')
    .addColumn('confirmed_turn', 'integer')
    .addColumn('withdrawn_at', 'text')
    .addCheckConstraint('pending_action_one_end', sql`consumed_at is null or withdrawn_at is null`)
    .execute();
  // One open proposal for a card in a turn, however often the turn is sent.
  await database.schema
    .createIndex('pending_action_open')
    .unique()
    .on('pending_action')
    .columns(['conversation_key', 'user_turn', 'customer_id', 'card_id', 'operation'])
    .where(sql<boolean>`consumed_at is null and withdrawn_at is null`)
    .execute();
  await database.schema
    .createIndex('pending_action_by_customer')
    .on('pending_action')
    .columns(['customer_id', 'user_turn'])
    .execute();
}

async function createCardActionTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('card_action')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('pending_action_id', 'text', (column) => column.notNull().unique().references('pending_action.id'))
    .addColumn('card_id', 'text', (column) => column.notNull().references('card.id'))
    .addColumn('customer_id', 'text', (column) => column.notNull().references('customer.id'))
    .addColumn('operation', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .execute();
}

async function createConversationTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('conversation')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('phone_number', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createTable('conversation_message')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('conversation_id', 'text', (column) => column.notNull().references('conversation.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('role', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('conversation_message_position', ['conversation_id', 'position'])
    .addCheckConstraint('conversation_message_role_known', sql`role in ('user', 'assistant')`)
    .execute();
}
