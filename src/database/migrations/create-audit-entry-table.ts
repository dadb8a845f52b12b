import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { type DatabaseEngine } from '../parse-database-url';

/** The audit can only grow: the store itself refuses to change or remove an entry, whoever asks. */
export async function createAuditEntryTable(database: Kysely<unknown>, engine: DatabaseEngine): Promise<void> {
  await addSequence(database.schema.createTable('audit_entry'), engine)
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('caller_level', 'text', (column) => column.notNull())
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('card_id', 'text')
    .addColumn('action_id', 'text')
    .execute();
  for (const statement of engine === 'embedded' ? EMBEDDED_GUARDS : POSTGRES_GUARDS) await statement.execute(database);
}

function addSequence(
  table: CreateTableBuilder<'audit_entry'>,
  engine: DatabaseEngine,
): CreateTableBuilder<'audit_entry'> {
  if (engine === 'embedded') return table.addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement());
  return table.addColumn('seq', 'integer', (column) => column.primaryKey().generatedAlwaysAsIdentity());
}

const EMBEDDED_GUARDS = [
  sql`create trigger audit_entry_no_update before update on audit_entry
      begin select raise(abort, 'audit_entry is append-only'); end`,
  sql`create trigger audit_entry_no_delete before delete on audit_entry
      begin select raise(abort, 'audit_entry is append-only'); end`,
];

const POSTGRES_GUARDS = [
  sql`create function refuse_audit_change() returns trigger language plpgsql as
      $$ begin raise exception 'audit_entry is append-only'; end $$`,
  sql`create trigger audit_entry_no_change before update or delete or truncate on audit_entry
      for each statement execute function refuse_audit_change()`,
];
