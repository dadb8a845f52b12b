import { type Kysely, type Selectable, sql } from 'kysely';
import { createAuditGuards } from '../audit-guards';
import { type DatabaseSchema } from '../database-schema';
import { type AuditEntryRow } from '../schema/audit-tables';
import { CHAIN_START, hashAuditEntry } from '../hash-audit-entry';
import { type DatabaseEngine } from '../parse-database-url';

const BATCH_SIZE = 1_000;

type UnchainedRow = Omit<AuditEntryRow, 'actor' | 'prev_hash' | 'hash'>;
interface Schema extends DatabaseSchema {
  readonly audit_entry_unchained: UnchainedRow;
}

type Head = Pick<Selectable<DatabaseSchema['audit_head']>, 'seq' | 'hash'>;

/** Gives every entry the hash of the one before it. The entries that are there keep their order and lose their gaps. */
export async function chainAuditEntries(database: Kysely<unknown>, engine: DatabaseEngine): Promise<void> {
  await setOldTableAside(database, engine);
  await createTables(database);
  const tables = database as Kysely<Schema>;
  const head = await carryOver(tables);
  await tables
    .insertInto('audit_head')
    .values({ id: 1, ...head })
    .execute();
  await database.schema.dropTable('audit_entry_unchained').execute();
  await createAuditGuards(database, engine);
}

async function setOldTableAside(database: Kysely<unknown>, engine: DatabaseEngine): Promise<void> {
  const statements =
    engine === 'embedded'
      ? [sql`drop trigger audit_entry_no_update`, sql`drop trigger audit_entry_no_delete`]
      : [sql`drop trigger audit_entry_no_change on audit_entry`];
  for (const statement of statements) await statement.execute(database);
  await database.schema.alterTable('audit_entry').renameTo('audit_entry_unchained').execute();
}

async function createTables(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('audit_entry')
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('decision', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('caller_level', 'text', (column) => column.notNull())
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('customer_id', 'text')
    .addColumn('card_id', 'text')
    .addColumn('action_id', 'text')
    .addColumn('prev_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('audit_entry_in_order', ['seq'])
    .addUniqueConstraint('audit_entry_id_once', ['id'])
    .execute();
  await database.schema
    .createTable('audit_head')
    .addColumn('id', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addCheckConstraint('audit_head_one_row', sql`id = 1`)
    .execute();
}

async function carryOver(database: Kysely<Schema>): Promise<Head> {
  let head: Head = { seq: 0, hash: CHAIN_START };
  let readTo = 0;
  for (;;) {
    const rows = await database
      .selectFrom('audit_entry_unchained')
      .where('seq', '>', readTo)
      .orderBy('seq')
      .limit(BATCH_SIZE)
      .selectAll()
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return head;
    readTo = last.seq;
    for (const row of rows) {
      const content = { ...row, seq: head.seq + 1, actor: 'caller', prev_hash: head.hash };
      const hash = hashAuditEntry(content);
      await database
        .insertInto('audit_entry')
        .values({ ...content, hash })
        .execute();
      head = { seq: content.seq, hash };
    }
  }
}
