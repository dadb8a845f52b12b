import { existsSync } from 'node:fs';
import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Kysely, sql } from 'kysely';
import { createDialect } from './create-dialect';
import { DatabaseError } from './database-error';
import { type DatabaseSchema, type QueryRunner } from './database-schema';
import { hasSqlState, READ_ONLY } from './has-sql-state';
import { type DatabaseEngine, type DatabaseTarget, parseDatabaseUrl } from './parse-database-url';
import { type PostgresPace } from './postgres/create-postgres-pool';
import { findOwnerRights } from './postgres/find-owner-rights';
import { grantPrivileges } from './postgres/grant-privileges';
import { runMigrations } from './run-migrations';

export interface DatabaseHealth {
  readonly state: 'up' | 'down';
  /** One sentence for the operator; no user names, no passwords. */
  readonly detail: string;
}

const logger = new Logger('Database');

/**
 * The store, whichever engine holds it. Every query throws DatabaseError when the store cannot be reached or does not
 * answer in time; on PostgreSQL within about a second.
 */
export class Database implements OnApplicationShutdown {
  private constructor(
    readonly engine: DatabaseEngine,
    /** For single statements; several that belong together go through `transaction`. */
    readonly queries: QueryRunner,
    private readonly label: string,
  ) {}

  /**
   * Connects and migrates: what it returns is ready for use.
   *
   * @param ownerUrl of the role that owns the tables on PostgreSQL and migrates them; the role of `url` then gets what
   * the service needs and no more. Without it the one role does both.
   */
  static async open(url: string, ownerUrl?: string): Promise<Database> {
    const target = parseDatabaseUrl(url);
    const owner = ownerUrl === undefined ? undefined : parseDatabaseUrl(ownerUrl);
    const startMs = performance.now();
    await runMigrations(owner ?? target);
    const database = await Database.connect(target, 'service');
    if (target.engine === 'postgres') await database.settleRights(owner);
    logger.log(`Opened ${target.label} in ${(performance.now() - startMs).toFixed(0)} ms`);
    return database;
  }

  /** For tools: connects to a store that is there, as it is, with the longer limits of migrations. */
  static async attach(url: string): Promise<Database> {
    const target = parseDatabaseUrl(url);
    if (target.engine === 'embedded' && !existsSync(target.path)) {
      throw new DatabaseError(`There is no file for ${target.label}.`);
    }
    return Database.connect(target, 'migration');
  }

  private static async connect(target: DatabaseTarget, pace: PostgresPace): Promise<Database> {
    const queries = new Kysely<DatabaseSchema>({ dialect: createDialect(target, pace) });
    const database = new Database(target.engine, queries, target.label);
    try {
      await database.ping();
    } catch (error) {
      await database.close();
      throw error;
    }
    return database;
  }

  /**
   * Runs the work in one transaction: all of it is durable when the promise resolves, nothing of it when it rejects,
   * except that a commit which failed with DatabaseError may have happened. The work must use the runner that it is
   * given; `queries` inside it would wait for itself on the embedded engine.
   */
  transaction<T>(work: (transaction: QueryRunner) => Promise<T>): Promise<T> {
    return this.queries.transaction().execute(work);
  }

  /** Never throws. A store that can only be read is down: no card can be blocked in it. */
  async checkHealth(): Promise<DatabaseHealth> {
    const startMs = performance.now();
    try {
      await this.probe();
      return { state: 'up', detail: `${this.label} answered in ${(performance.now() - startMs).toFixed(0)} ms.` };
    } catch (error) {
      logger.warn(`${this.label} is down: ${error instanceof Error ? error.message : String(error)}`);
      const what = hasSqlState(error, READ_ONLY) ? 'takes no writes' : 'does not answer';
      return { state: 'down', detail: `${this.label} ${what}.` };
    }
  }

  /** Last of all: requests that were under way when the signal came may still write while the server drains. */
  async onApplicationShutdown(): Promise<void> {
    await this.close();
  }

  async close(): Promise<void> {
    await this.queries.destroy();
  }

  private async settleRights(owner: DatabaseTarget | undefined): Promise<void> {
    try {
      const { rows } = await sql<{ readonly role: string }>`select current_user as role`.execute(this.queries);
      const role = rows[0]?.role ?? '';
      if (owner === undefined) await warnOfOwnerRights(this.queries, role);
      else await grantPrivileges(owner, role);
    } catch (error) {
      await this.close();
      throw error;
    }
  }

  private async ping(): Promise<void> {
    await sql`select 1`.execute(this.queries);
  }

  /**
   * PostgreSQL refuses even a write of nothing when it takes none, and the connection that was told so leaves the pool.
   * The embedded engine would wait for its one writer.
   */
  private async probe(): Promise<void> {
    if (this.engine === 'embedded') return this.ping();
    await sql`update audit_head set seq = seq where false`.execute(this.queries);
  }
}

async function warnOfOwnerRights(queries: QueryRunner, role: string): Promise<void> {
  const rights = await findOwnerRights(queries, role);
  if (rights.length === 0) return;
  logger.warn(
    `The role "${role}" of DATABASE_URL could change the audit: ${rights.join('; ')}. ` +
      'Name the owner of the tables in DATABASE_MIGRATION_URL, and another role here.',
  );
}
