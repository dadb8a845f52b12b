import { CompiledQuery, type DatabaseConnection, type Driver } from 'kysely';
import { type Pool } from 'pg';
import { DatabaseError } from '../database-error';
import { PostgresConnection } from './postgres-connection';
import { translatePostgresError } from './translate-postgres-error';

/** Like Kysely's own driver for PostgreSQL, except that failures are told apart and broken clients leave the pool. */
export class PostgresDriver implements Driver {
  private closed = false;

  constructor(private readonly pool: Pool) {}

  init(): Promise<void> {
    return Promise.resolve();
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.closed) throw new DatabaseError('The PostgreSQL pool is closed.');
    try {
      return new PostgresConnection(await this.pool.connect());
    } catch (error) {
      throw translatePostgresError(error);
    }
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof PostgresConnection) connection.release();
    return Promise.resolve();
  }

  /**
   * The level is named, so that a server with another default changes nothing: a statement that waited for a row lock
   * must see what the holder committed, and not fail.
   */
  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin isolation level read committed'));
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('commit'));
  }

  /** On a broken connection there is nothing to say it to, and the first failure is the one worth reporting. */
  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (connection instanceof PostgresConnection && connection.isBroken) return;
    await connection.executeQuery(CompiledQuery.raw('rollback'));
  }

  async destroy(): Promise<void> {
    this.closed = true;
    await this.pool.end();
  }
}
