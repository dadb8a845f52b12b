import { type CompiledQuery, type DatabaseConnection, type QueryResult } from 'kysely';
import { type PoolClient } from 'pg';
import { DatabaseError } from '../database-error';
import { replaceNul } from '../replace-nul';
import { leavesConnectionUsable, translatePostgresError } from './translate-postgres-error';

/**
 * One checked-out client. After a failure that the server did not report, the client may still be waiting for an old
 * answer: later statements are refused at once, and the client is thrown away instead of going back to the pool.
 */
export class PostgresConnection implements DatabaseConnection {
  private failure: unknown;

  constructor(private readonly client: PoolClient) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (this.failure !== undefined) {
      throw new DatabaseError('The PostgreSQL connection failed before.', { cause: this.failure });
    }
    try {
      const parameters = query.parameters.map((value) => (typeof value === 'string' ? replaceNul(value) : value));
      const { rows, rowCount } = await this.client.query(query.sql, parameters);
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) };
    } catch (error) {
      if (!leavesConnectionUsable(error)) this.failure = error;
      throw translatePostgresError(error);
    }
  }

  /** Whether it can no longer be used; the server then rolls back by itself. */
  get isBroken(): boolean {
    return this.failure !== undefined;
  }

  streamQuery(): never {
    throw new Error('Streaming queries are not supported.');
  }

  release(): void {
    this.client.release(this.isBroken);
  }
}
