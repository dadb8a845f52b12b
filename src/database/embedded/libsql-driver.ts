import { type DatabaseConnection, type Driver } from 'kysely';
import { DatabaseError } from '../database-error';
import { LibsqlConnection } from './libsql-connection';
import { Mutex } from './mutex';
import { openLibsql } from './open-libsql';

/** One connection that one transaction, or one statement, uses at a time. */
export class LibsqlDriver implements Driver {
  private readonly mutex = new Mutex();
  private connection: LibsqlConnection | undefined;
  private releaseTurn: (() => void) | undefined;

  constructor(private readonly path: string) {}

  async init(): Promise<void> {
    this.connection = new LibsqlConnection(await openLibsql(this.path));
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    const release = await this.mutex.acquire();
    if (this.connection === undefined) {
      release();
      throw new DatabaseError('The embedded database is closed.');
    }
    this.releaseTurn = release;
    return this.connection;
  }

  releaseConnection(): Promise<void> {
    this.releaseTurn?.();
    return Promise.resolve();
  }

  async beginTransaction(): Promise<void> {
    await this.connection?.begin();
  }

  async commitTransaction(): Promise<void> {
    await this.connection?.commit();
  }

  async rollbackTransaction(): Promise<void> {
    await this.connection?.rollback();
  }

  /** Waits for the work under way. */
  async destroy(): Promise<void> {
    const release = await this.mutex.acquire();
    this.connection?.close();
    this.connection = undefined;
    release();
  }
}
