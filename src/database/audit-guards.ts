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

/** On PostgreSQL dropping the trigger would wait for everybody who reads the table, such as a backup; this does not. */
const LIFT_DELETE_GUARD: Readonly<Record<DatabaseEngine, RawBuilder<unknown>>> = {
  embedded: sql`drop trigger audit_entry_no_delete`,
  postgres: sql`alter table audit_entry disable trigger audit_entry_no_delete`,
};
const RESTORE_DELETE_GUARD: Readonly<Record<DatabaseEngine, RawBuilder<unknown> | undefined>> = {
  embedded: GUARDS.embedded.delete,
  postgres: sql`alter table audit_entry enable trigger audit_entry_no_delete`,
};

/** Makes the store itself refuse to change or remove an audit entry, whoever asks. */
export async function createAuditGuards<Schema>(runner: Kysely<Schema>, engine: DatabaseEngine): Promise<void> {
  for (const guard of Object.values(GUARDS[engine])) await guard?.execute(runner);
}

/** Calls wait for the head of the chain meanwhile, and have less than a second for any statement. */
const LOCK_TIMEOUT = sql`set local lock_timeout = '200ms'`;

/**
 * Removes the entries up to a number. Nobody else can, before or after: the transaction holds the table meanwhile.
 *
 * @throws DatabaseError on PostgreSQL when another holds the table so that this would have to wait; nothing is changed
 * then once the transaction is rolled back.
 */
export async function removeAuditEntries(
  transaction: QueryRunner,
  { engine, throughSeq }: { readonly engine: DatabaseEngine; readonly throughSeq: number },
): Promise<void> {
  if (engine === 'postgres') await LOCK_TIMEOUT.execute(transaction);
  await LIFT_DELETE_GUARD[engine].execute(transaction);
  await transaction.deleteFrom('audit_entry').where('seq', '<=', throughSeq).execute();
  await RESTORE_DELETE_GUARD[engine]?.execute(transaction);
}
