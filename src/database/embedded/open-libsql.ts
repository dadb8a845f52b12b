import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import Libsql from 'libsql';
import { DatabaseError } from '../database-error';
import { retryWhileBusy } from './retry-while-busy';
import { translateLibsqlError } from './translate-libsql-error';

export type LibsqlDatabase = InstanceType<typeof Libsql>;

/**
 * Opens the file, and makes it and its directory when missing. With WAL and `synchronous = FULL` a commit that
 * returned survives a crash of the process and of the machine.
 */
export async function openLibsql(path: string): Promise<LibsqlDatabase> {
  try {
    await mkdir(dirname(path), { recursive: true });
    return await prepareConnection(new Libsql(path));
  } catch (error) {
    const translated = translateLibsqlError(error);
    if (translated instanceof DatabaseError) throw translated;
    throw new DatabaseError(`The embedded database ${path} cannot be opened.`, { cause: error });
  }
}

async function prepareConnection(database: LibsqlDatabase): Promise<LibsqlDatabase> {
  try {
    // Waiting for locks is done outside SQLite, without holding up the event loop.
    database.exec('pragma busy_timeout = 0');
    // Two processes that open a new file at once collide here, and SQLite does not wait by itself.
    await retryWhileBusy(() => database.exec('pragma journal_mode = wal'));
    await retryWhileBusy(() => database.exec('pragma synchronous = full'));
    database.exec('pragma foreign_keys = on');
    // Without it, `insert or replace` would delete rows past the triggers that keep the audit append-only.
    database.exec('pragma recursive_triggers = on');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
