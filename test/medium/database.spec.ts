import { sql } from 'kysely';
import { listMigrations } from '../../src/database/migrations/migrations';
import { Database } from '../../src/database/database';
import { DatabaseError } from '../../src/database/database-error';
import { type QueryRunner } from '../../src/database/database-schema';
import { createEmbeddedStore, describeOnEachEngine, type TestStore } from '../support/database';

const NOW = '2026-11-23T09:00:00.000Z';

describeOnEachEngine(Database.name, (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  describe('when it is opened', () => {
    it('should migrate once, whoever else starts at the same moment', async () => {
      const fresh = await createStore();
      try {
        const databases = await Promise.all(Array.from({ length: 5 }, () => fresh.open()));
        for (const opened of databases) await insertCustomerRow(opened);
        const { rows } = await sql`select name from schema_migration`.execute(database.queries);
        expect(rows).toHaveLength(Object.keys(listMigrations(fresh.engine)).length);
        expect(await databases[0]?.queries.selectFrom('customer').selectAll().execute()).toHaveLength(5);
      } finally {
        await fresh.remove();
      }
    });

    it('should keep what is there', async () => {
      const id = await insertCustomerRow(database);
      const again = await store.open();
      const found = await again.queries.selectFrom('customer').where('id', '=', id).select('id').execute();
      expect(found).toEqual([{ id }]);
    });
  });

  describe('when transactions run at the same time', () => {
    it('should not interleave those of one instance', async () => {
      await expectAppendsInOrder([database]);
    });

    it('should not interleave those of two instances', async () => {
      await expectAppendsInOrder([database, await store.open()]);
    });

    it('should commit every single write that it reports while another instance holds locks', async () => {
      const other = await store.open();
      const counter = uniqueId();
      await database.queries.insertInto('conversation').values(conversationRow(counter, '0')).execute();
      const holders = Array.from({ length: 30 }, () =>
        other.transaction((transaction) => countUp(transaction, counter)),
      );
      const writes = Array.from({ length: 30 }, () => insertCustomerRow(database));
      const [ids] = await Promise.all([Promise.all(writes), Promise.all(holders)]);
      const reader = await store.open();
      const found = await reader.queries.selectFrom('customer').where('id', 'in', ids).select('id').execute();
      expect(found).toHaveLength(30);
    });

    it('should roll back the whole of a failed one and go on', async () => {
      const failure = new Error('half-way');
      const id = uniqueId();
      const work = database.transaction(async (transaction) => {
        await transaction.insertInto('customer').values({ id, phone_number: uniqueId() }).execute();
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
      expect(await database.queries.selectFrom('customer').where('id', '=', id).selectAll().execute()).toEqual([]);
      expect(await database.checkHealth()).toMatchObject({ state: 'up' });
    });
  });

  describe('when a statement is wrong', () => {
    it('should pass a violated constraint on as it is', async () => {
      const id = await insertCustomerRow(database);
      const again = database.queries.insertInto('customer').values({ id, phone_number: 'other' }).execute();
      await expect(again).rejects.toThrow(/unique/i);
      await expect(again).rejects.not.toBeInstanceOf(DatabaseError);
    });

    it('should enforce foreign keys', async () => {
      const orphan = database.queries
        .insertInto('card')
        .values({
          id: uniqueId(),
          customer_id: 'nobody',
          network: 'Visa',
          last_four: '4211',
          state: 'active',
          updated_at: NOW,
        })
        .execute();
      await expect(orphan).rejects.toThrow(/foreign key/i);
    });

    it('should store a NUL character as the replacement character', async () => {
      const id = `${uniqueId()}\0end`;
      await database.queries.insertInto('customer').values({ id, phone_number: uniqueId() }).execute();
      const rows = await database.queries.selectFrom('customer').where('id', '=', id).select('id').execute();
      expect(rows).toEqual([{ id: id.replace('\0', '\uFFFD') }]);
    });
  });

  describe('when it is closed', () => {
    it('should let the transaction under way finish and say that it is down', async () => {
      const leaving = await store.open();
      const id = uniqueId();
      const work = leaving.transaction((transaction) =>
        transaction.insertInto('customer').values({ id, phone_number: uniqueId() }).execute(),
      );
      await work;
      await leaving.onApplicationShutdown();
      expect(await leaving.checkHealth()).toMatchObject({ state: 'down' });
      expect(await database.queries.selectFrom('customer').where('id', '=', id).select('id').execute()).toEqual([
        { id },
      ]);
    });
  });
});

describe(`${Database.name} on the embedded database alone`, () => {
  let store: TestStore;

  beforeAll(async () => {
    store = await createEmbeddedStore();
  });

  afterAll(() => store.remove());

  it('should refuse parameters that the native driver cannot take, instead of ending the process', async () => {
    const database = await store.open();
    for (const parameter of [true, undefined, Number.NaN, new Date(), { a: 1 }]) {
      await expect(sql`select ${parameter} as value`.execute(database.queries)).rejects.toBeInstanceOf(TypeError);
    }
  });

  it('should write ahead and flush at every commit', async () => {
    const database = await store.open();
    const journal = await sql`pragma journal_mode`.execute(database.queries);
    const synchronous = await sql`pragma synchronous`.execute(database.queries);
    expect([...journal.rows, ...synchronous.rows]).toEqual([{ journal_mode: 'wal' }, { synchronous: 2 }]);
  });

  it('should throw DatabaseError when the file cannot be made', async () => {
    const path = store.url.slice('file:'.length);
    await expect(Database.open(`file:${path}/below/a/file.db`)).rejects.toBeInstanceOf(DatabaseError);
  });
});

async function insertCustomerRow(database: Database): Promise<string> {
  const id = uniqueId();
  await database.queries.insertInto('customer').values({ id, phone_number: id }).execute();
  return id;
}

/** Each transaction reads under a lock, waits a while, and writes what it read plus one: an interleaved one would lose a step. */
async function expectAppendsInOrder(databases: readonly [Database, ...Database[]]): Promise<void> {
  const id = uniqueId();
  await databases[0].queries.insertInto('conversation').values(conversationRow(id, '0')).execute();
  const rounds = Array.from({ length: 20 }, () => databases).flat();
  await Promise.all(rounds.map((database) => database.transaction((transaction) => countUp(transaction, id))));
  const end = await databases[0].queries.selectFrom('conversation').where('id', '=', id).selectAll().execute();
  expect(end).toMatchObject([{ phone_number: String(rounds.length) }]);
}

async function countUp(transaction: QueryRunner, id: string): Promise<void> {
  const row = await transaction
    .updateTable('conversation')
    .set({ updated_at: 'locked' })
    .where('id', '=', id)
    .returning('phone_number')
    .executeTakeFirstOrThrow();
  await new Promise(setImmediate);
  const next = String(Number(row.phone_number) + 1);
  await transaction.updateTable('conversation').set({ phone_number: next }).where('id', '=', id).execute();
}

function conversationRow(
  id: string,
  count: string,
): Record<'id' | 'phone_number' | 'created_at' | 'updated_at', string> {
  return { id, phone_number: count, created_at: NOW, updated_at: NOW };
}

let lastId = 0;

function uniqueId(): string {
  lastId += 1;
  return `id-${lastId}`;
}
