import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { Client } from 'pg';
import { Database } from '../../src/database/database';

/** One empty store of a test, on one engine. Each `open` gives another instance on it, as another process would. */
export interface TestStore {
  readonly engine: 'embedded' | 'postgres';
  readonly url: string;
  open(): Promise<Database>;
  /** Closes what was opened and removes the store. */
  remove(): Promise<void>;
}

const POSTGRES_URL = process.env.TEST_DATABASE_URL;

/** What holds on both engines is no matter of time, and a disk that other tests write to may be slow. */
const PATIENCE = 'statement_timeout=20000&query_timeout=20000';

type Chapter = (createStore: () => Promise<TestStore>) => void;

/** Runs the chapter on libsql always, and on PostgreSQL when TEST_DATABASE_URL names one. */
export function describeOnEachEngine(title: string, chapter: Chapter): void {
  Logger.overrideLogger(['error', 'fatal']);
  describe(`${title} on the embedded database`, () => {
    chapter(createEmbeddedStore);
  });
  describeWithUrl(title, (url) => {
    chapter(() => createPostgresStore(`${url}${url.includes('?') ? '&' : '?'}${PATIENCE}`));
  });
}

/** On PostgreSQL alone, within the limits of time that the service has. */
export function describeOnPostgres(title: string, chapter: Chapter): void {
  Logger.overrideLogger(['error', 'fatal']);
  describeWithUrl(title, (url) => {
    chapter(() => createPostgresStore(url));
  });
}

function describeWithUrl(title: string, chapter: (url: string) => void): void {
  if (POSTGRES_URL === undefined || POSTGRES_URL === '') {
    process.stderr.write(`${title}: PostgreSQL skipped, because TEST_DATABASE_URL is not set\n`);
    describe.skip(`${title} on PostgreSQL`, () => {
      it.todo('needs TEST_DATABASE_URL');
    });
    return;
  }
  describe(`${title} on PostgreSQL`, () => {
    chapter(POSTGRES_URL);
  });
}

export async function createEmbeddedStore(): Promise<TestStore> {
  const directory = await mkdtemp(join(tmpdir(), 'tellerline-test-'));
  // A directory below, so that making it is tested too.
  const url = `file:${join(directory, 'data', 'bank.db')}`;
  return createStore({
    engine: 'embedded',
    url,
    drop: () => rm(directory, { recursive: true, force: true }),
  });
}

/** A database of its own, so that test files run side by side. */
export async function createPostgresStore(serverUrl: string): Promise<TestStore> {
  const name = `tellerline_test_${randomBytes(6).toString('hex')}`;
  await runOnServer(serverUrl, `create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return createStore({
    engine: 'postgres',
    url: url.href,
    drop: () => runOnServer(serverUrl, `drop database ${name} with (force)`),
  });
}

function createStore(store: {
  readonly engine: TestStore['engine'];
  readonly url: string;
  readonly drop: () => Promise<void>;
}): TestStore {
  const opened: Database[] = [];
  return {
    engine: store.engine,
    url: store.url,
    open: async () => {
      const database = await Database.open(store.url);
      opened.push(database);
      return database;
    },
    remove: async () => {
      for (const database of opened) await database.close();
      await store.drop();
    },
  };
}

async function runOnServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
