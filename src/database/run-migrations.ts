import { Logger } from '@nestjs/common';
import { Kysely, type Migration, Migrator, sql } from 'kysely';
import { createDialect } from './create-dialect';
import { listMigrations } from './migrations/migrations';
import { type DatabaseTarget } from './parse-database-url';

const logger = new Logger('Database');

/**
 * Brings the store up to date, over a connection of its own with longer limits. Instances that start at once wait for
 * each other, on PostgreSQL through an advisory lock and on the embedded file through its write lock, so each
 * migration runs once.
 */
export async function runMigrations(target: DatabaseTarget): Promise<void> {
  const kysely = new Kysely<unknown>({ dialect: createDialect(target, 'migration') });
  try {
    const schema = target.engine === 'postgres' ? await readCurrentSchema(kysely) : undefined;
    const migrator = new Migrator({
      db: kysely,
      provider: { getMigrations: () => Promise.resolve(timeMigrations(listMigrations(target.engine))) },
      migrationTableName: 'schema_migration',
      migrationLockTableName: 'schema_migration_lock',
      // Without it the migrator would take a table of another schema in the same database for its own.
      ...(schema === undefined ? {} : { migrationTableSchema: schema }),
    });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw toError(error);
  } finally {
    await kysely.destroy();
  }
}

async function readCurrentSchema(kysely: Kysely<unknown>): Promise<string> {
  const { rows } = await sql<{ readonly name: string | null }>`select current_schema() as name`.execute(kysely);
  const name = rows[0]?.name;
  if (name === null || name === undefined) throw new Error('The search_path of the database names no existing schema.');
  return name;
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error('A migration failed.', { cause: error });
}

function timeMigrations(migrations: Readonly<Record<string, Migration>>): Record<string, Migration> {
  return Object.fromEntries(
    Object.entries(migrations).map(([name, migration]) => [name, timeMigration(name, migration)]),
  );
}

function timeMigration(name: string, migration: Migration): Migration {
  return {
    up: async (kysely) => {
      const startMs = performance.now();
      await migration.up(kysely);
      logger.log(`Applied migration ${name} in ${(performance.now() - startMs).toFixed(0)} ms`);
    },
  };
}
