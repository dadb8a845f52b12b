import { type Kysely, sql } from 'kysely';

/** What the operations beyond blocking need: accounts, transactions, replacements, disputes, questions, the outbox. */
export async function createCardOperationTables(database: Kysely<unknown>): Promise<void> {
  await addAccountColumns(database);
  await createAccountTables(database);
  await extendPendingActions(database);
  await createConfirmationQuestionTable(database);
  await createOutboxTable(database);
}

async function addAccountColumns(database: Kysely<unknown>): Promise<void> {
  for (const name of ['balance_cents', 'limit_cents']) {
    await database.schema
      .alterTable('card')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await database.schema
    .alterTable('card')
    .addColumn('currency', 'text', (column) => column.notNull().defaultTo('USD'))
    .execute();
}

async function createAccountTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('card_transaction')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('card_id', 'text', (column) => column.notNull().references('card.id'))
    .addColumn('posted_at', 'text', (column) => column.notNull())
    .addColumn('merchant', 'text', (column) => column.notNull())
    .addColumn('amount_cents', 'integer', (column) => column.notNull())
    .addColumn('currency', 'text', (column) => column.notNull())
    .execute();
  await database.schema
    .createIndex('card_transaction_by_card')
    .on('card_transaction')
    .columns(['card_id', 'posted_at'])
    .execute();
  await database.schema
    .createTable('card_replacement')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('card_id', 'text', (column) => column.notNull().references('card.id'))
    .addColumn('action_id', 'text', (column) => column.notNull().unique().references('card_action.id'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('ordered_at', 'text', (column) => column.notNull())
    .addColumn('expected_by', 'text', (column) => column.notNull())
    .addCheckConstraint('card_replacement_state_known', sql`state in ('ordered', 'shipped', 'delivered')`)
    .execute();
  await database.schema.createIndex('card_replacement_by_card').on('card_replacement').column('card_id').execute();
  await database.schema
    .createTable('dispute')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('reference', 'text', (column) => column.notNull().unique())
    .addColumn('transaction_id', 'text', (column) => column.notNull().unique().references('card_transaction.id'))
    .addColumn('action_id', 'text', (column) => column.notNull().unique().references('card_action.id'))
    .addColumn('opened_at', 'text', (column) => column.notNull())
    .execute();
}

async function extendPendingActions(database: Kysely<unknown>): Promise<void> {
  for (const name of ['turn_key', 'reason', 'transaction_id', 'withdrawn_by_key', 'answer_key']) {
    await database.schema.alterTable('pending_action').addColumn(name, 'text').execute();
  }
  await database.schema
    .alterTable('pending_action')
    .addColumn('answer_turn', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update pending_action set turn_key = conversation_key`.execute(database);
  await database.schema.dropIndex('pending_action_open').execute();
  // One open proposal of a kind for a card in a turn, however often the turn is sent.
  await database.schema
    .createIndex('pending_action_open')
    .unique()
    .on('pending_action')
    .columns(['turn_key', 'customer_id', 'card_id', 'operation'])
    .where(sql<boolean>`consumed_at is null and withdrawn_at is null`)
    .execute();
}

async function createConfirmationQuestionTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('confirmation_question')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('pending_action_id', 'text', (column) => column.notNull().references('pending_action.id'))
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('turn_key', 'text', (column) => column.notNull())
    .addColumn('user_turn', 'integer', (column) => column.notNull())
    .addColumn('asked_at', 'text', (column) => column.notNull())
    .addUniqueConstraint('confirmation_question_once_in_a_turn', ['pending_action_id', 'turn_key'])
    .execute();
  await database.schema
    .createIndex('confirmation_question_by_conversation')
    .on('confirmation_question')
    .columns(['conversation_key', 'user_turn'])
    .execute();
}

async function createOutboxTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('outbox')
    .addColumn('action_id', 'text', (column) => column.primaryKey().notNull().references('card_action.id'))
    .addColumn('card_id', 'text', (column) => column.notNull().references('card.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('delivered_at', 'text')
    .addColumn('refused_at', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('claimed_until', 'text')
    .addColumn('last_error', 'text')
    .addUniqueConstraint('outbox_in_order_of_a_card', ['card_id', 'position'])
    .execute();
  await database.schema
    .createIndex('outbox_undelivered')
    .on('outbox')
    .columns(['created_at'])
    .where(sql<boolean>`delivered_at is null and refused_at is null`)
    .execute();
}
