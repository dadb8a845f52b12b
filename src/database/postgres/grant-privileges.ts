import { Kysely, type Transaction, sql } from 'kysely';
import { createDialect } from '../create-dialect';
import { type DatabaseTarget } from '../parse-database-url';
import { findOwnerRights } from './find-owner-rights';
import { SERVICE_PRIVILEGES } from './service-privileges';

/** Instances that start at once would otherwise fail on each other's grants. */
const GRANT_LOCK = 4_217_002;

/**
 * Gives the service's role what it needs of the owner's tables, and takes away whatever else it has of them.
 *
 * @throws Error when the role could do what the owner can, so that the privileges would mean nothing.
 */
export async function grantPrivileges(owner: DatabaseTarget, role: string): Promise<void> {
  const queries = new Kysely<unknown>({ dialect: createDialect(owner, 'migration') });
  try {
    await queries.transaction().execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${GRANT_LOCK})`.execute(transaction);
      await refuseOwner(transaction, role);
      await grantTables(transaction, role);
    });
  } finally {
    await queries.destroy();
  }
}

async function refuseOwner(transaction: Transaction<unknown>, role: string): Promise<void> {
  const rights = await findOwnerRights(transaction, role);
  if (rights.length === 0) return;
  throw new Error(
    `The role "${role}" of DATABASE_URL could change the audit: ${rights.join('; ')}. With DATABASE_MIGRATION_URL it ` +
      'must be another one that has no such rights.',
  );
}

async function grantTables(transaction: Transaction<unknown>, role: string): Promise<void> {
  const { rows } = await sql<{ readonly name: string }>`select current_schema() as name`.execute(transaction);
  await sql`grant usage on schema ${sql.id(rows[0]?.name ?? 'public')} to ${sql.id(role)}`.execute(transaction);
  for (const [table, privileges] of Object.entries(SERVICE_PRIVILEGES)) {
    await sql`revoke all on table ${sql.id(table)} from public, ${sql.id(role)}`.execute(transaction);
    await sql`grant ${sql.raw(privileges.join(', '))} on table ${sql.id(table)} to ${sql.id(role)}`.execute(
      transaction,
    );
  }
}
