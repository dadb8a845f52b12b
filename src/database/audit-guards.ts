import { type Kysely, type RawBuilder, sql } from 'kysely';
import { type QueryRunner } from './database-schema';
import { type DatabaseEngine } from './parse-database-url';

type Guards = Readonly<Record<'update' | 'delete' | 'truncate', RawBuilder<unknown> | undefined>>;

/** On PostgreSQL the function comes with the table. SQLite knows no truncate. */
const GUARDS: Readonly<Record<DatabaseEngine, Guards>> = {
  embedded: {
    update: sql`create trigger audit_entry_no_update before update on audit_entry
        begin select raise(abort, 'audit_entry is append-only'); end`,
    delete: sql`create trigger audit_entry_no_delete before delete on audit_entry
        begin select raise(abort, 'audit_entry is append-only'); end`,
    truncate: undefined,
  },
  postgres: {
    update: sql`create trigger audit_entry_no_update before update on audit_entry
        for each statement execute function refuse_audit_change()`,
    delete: sql`create trigger audit_entry_no_delete before delete on audit_entry
        for each statement execute function refuse_audit_change()`,
    truncate: sql`create trigger audit_entry_no_truncate before truncate on audit_entry
        for each statement execute function refuse_audit_change()`,
  },
};

/** Makes the store itself refuse to change or remove an audit entry, whoever asks. */
export async function createAuditGuards<Schema>(runner: Kysely<Schema>, engine: DatabaseEngine): Promise<void> {
  for (const guard of Object.values(GUARDS[engine])) await guard?.execute(runner);
}

/** Removes the entries up to a number. Nobody else can, before or after: the transaction holds the table meanwhile. */
export async function removeAuditEntries(
  transaction: QueryRunner,
  { engine, throughSeq }: { readonly engine: DatabaseEngine; readonly throughSeq: number },
): Promise<void> {
  const table = engine === 'postgres' ? sql` on audit_entry` : sql``;
  await sql`drop trigger audit_entry_no_delete${table}`.execute(transaction);
  await transaction.deleteFrom('audit_entry').where('seq', '<=', throughSeq).execute();
  await GUARDS[engine].delete?.execute(transaction);
}
