import { type CompiledQuery, type DatabaseConnection, type QueryResult, SelectQueryNode } from 'kysely';
import { replaceNul } from '../replace-nul';
import { type LibsqlDatabase } from './open-libsql';
import { retryWhileBusy } from './retry-while-busy';
import { translateLibsqlError } from './translate-libsql-error';

/** Reads that are written by hand; every other raw statement counts as a write. */
const RAW_READ = /^\s*(select|pragma)\b/i;

/**
 * The one connection to the embedded file. Statements run synchronously, some ten microseconds each.
 *
 * A prepared statement that met another connection's write lock stays half-run inside SQLite until it is collected,
 * and as long as it does, later writes report success without being committed. So the only statement that may meet
 * the lock is `begin immediate`, through `exec`, which finalises it at once; every write runs inside it.
 */
export class LibsqlConnection implements DatabaseConnection {
  constructor(private readonly database: LibsqlDatabase) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    if (!this.database.inTransaction && !isRead(query)) return this.executeWrite<R>(query);
    return this.translateErrors(() =>
      this.database.inTransaction ? this.runStatement<R>(query) : retryWhileBusy(() => this.runStatement<R>(query)),
    );
  }

  streamQuery(): never {
    throw new Error('Streaming queries are not supported.');
  }

  /** Takes the write lock at once: asked for later it cannot be waited for, as the snapshot that was read may be stale. */
  begin(): Promise<void> {
    return this.translateErrors(() => retryWhileBusy(() => void this.database.exec('begin immediate')));
  }

  commit(): Promise<void> {
    return this.translateErrors(() => void this.database.exec('commit'));
  }

  /** SQLite has already rolled back by itself after some failures, a full disk for one. */
  rollback(): Promise<void> {
    return this.translateErrors(() => {
      if (this.database.inTransaction) this.database.exec('rollback');
    });
  }

  close(): void {
    this.database.close();
  }

  private async executeWrite<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    await this.begin();
    try {
      const result = await this.translateErrors(() => this.runStatement<R>(query));
      await this.commit();
      return result;
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  private runStatement<R>(query: CompiledQuery): QueryResult<R> {
    const parameters = query.parameters.map(toBindable);
    const statement = this.database.prepare(query.sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes) };
  }

  private async translateErrors<T>(work: () => T | Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw translateLibsqlError(error);
    }
  }
}

function isRead(query: CompiledQuery): boolean {
  return SelectQueryNode.is(query.query) || (query.query.kind === 'RawNode' && RAW_READ.test(query.sql));
}

/**
 * The native driver aborts the whole process on a boolean, and turns NaN into null, so everything but text, finite
 * numbers and null is refused before it gets there.
 */
function toBindable(parameter: unknown): string | number | null {
  if (typeof parameter === 'string') return replaceNul(parameter);
  if (parameter === null || (typeof parameter === 'number' && Number.isFinite(parameter))) return parameter;
  throw new TypeError(`A query parameter is ${typeof parameter}; only text, finite numbers and null can be stored.`);
}
