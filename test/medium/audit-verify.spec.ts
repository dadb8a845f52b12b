import { readFile, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { verifyChain } from '../../src/audit/verify-chain';
import { Database } from '../../src/database/database';
import { fillAudit, liftAuditGuards, makeAuditLog, numberedEntry } from '../factories/audit.factory';
import { createEmbeddedStore, describeOnEachEngine, type TestStore } from '../support/database';
import { runCommand } from '../support/run-command';

const VERIFY = require.resolve('../../src/audit/audit-verify.ts');

describeOnEachEngine('The command audit:verify', (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  it('should say how many entries there are and where they end, and exit with 0', async () => {
    await fillAudit(makeAuditLog(database), 3);
    const { hash } = await database.queries.selectFrom('audit_head').select('hash').executeTakeFirstOrThrow();
    expect(await runCommand(VERIFY, { DATABASE_URL: store.url })).toEqual({
      status: 0,
      output: `OK: 3 entries, the last one is 3, head ${hash}\n`,
      errors: '',
    });
  });

  it('should say which entry is wrong, and exit with 1', async () => {
    await liftAuditGuards(database);
    await sql`update audit_entry set decision = 'denied' where seq = 2`.execute(database.queries);
    expect(await runCommand(VERIFY, { DATABASE_URL: store.url })).toEqual({
      status: 1,
      output: 'BROKEN: entry 2 does not match its hash.\n',
      errors: '',
    });
  });

  it.each([
    ['nothing is there', 'file:no/such/file.db'],
    ['nobody answers', 'postgres://nobody@127.0.0.1:1/nothing'],
    ['the setting makes no sense', 'mysql://h/d'],
  ])('should exit with 2 when %s', async (_case, url) => {
    const { status, output, errors } = await runCommand(VERIFY, { DATABASE_URL: url });
    expect({ status, output }).toEqual({ status: 2, output: '' });
    expect(errors).toMatch(/^The audit cannot be read\. /);
  });
});

describe(`${verifyChain.name} on more entries than are read at once`, () => {
  it('should read them all, and the types that SQLite keeps', async () => {
    const store = await createEmbeddedStore();
    try {
      const database = await store.open();
      const audit = makeAuditLog(database);
      await database.transaction(async (transaction) => {
        for (let number = 1; number <= 2_500; number += 1) await audit.append(transaction, numberedEntry(1));
      });
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 2_500 });
      await liftAuditGuards(database);
      await sql`update audit_entry set reason = cast(reason as blob) where seq = 2002`.execute(database.queries);
      expect(await verifyChain(database)).toMatchObject({ status: 'broken', seq: 2_002 });
      await sql`delete from audit_entry where seq = 2001`.execute(database.queries);
      expect(await verifyChain(database)).toMatchObject({ status: 'broken', seq: 2_001 });
    } finally {
      await store.remove();
    }
  });

  it.each([
    ['hash is text that is no UTF-8', sql`hash = cast(x'ff80' as text)`],
    ['hash is nothing that is text', sql`hash = x'00ff'`],
    ['number is none', sql`seq = cast(x'ff' as text)`],
  ])('should find a head whose %s, and go on running', async (_case, change) => {
    const store = await createEmbeddedStore();
    try {
      const database = await store.open();
      await fillAudit(makeAuditLog(database), 2);
      await sql`update audit_head set ${change}`.execute(database.queries);
      expect(await verifyChain(database)).toMatchObject({ status: 'broken', seq: 2 });
    } finally {
      await store.remove();
    }
  });
});

describe(`${verifyChain.name} on a file of which one byte was changed`, () => {
  it('should find it, wherever in an entry the byte is', async () => {
    const store = await createEmbeddedStore();
    try {
      const writer = await store.open();
      await fillAudit(makeAuditLog(writer), 3);
      const second = await writer.queries
        .selectFrom('audit_entry')
        .where('seq', '=', 2)
        .selectAll()
        .executeTakeFirstOrThrow();
      await sql`pragma wal_checkpoint(truncate)`.execute(writer.queries);
      await writer.close();
      const path = store.url.slice('file:'.length);
      const intact = await readFile(path);
      // The columns are stored one after the other, from the id to the hash.
      const start = intact.indexOf(`${second.id}${second.at}`);
      const end = intact.indexOf(second.prev_hash + second.hash) + 128;
      expect(start).toBeGreaterThan(0);
      expect(end - start).toBeGreaterThan(250);
      for (let offset = start; offset < end; offset += 1) {
        const changed = Buffer.from(intact);
        changed[offset] = (changed[offset] ?? 0) ^ (1 << (offset % 8));
        await writeFile(path, changed);
        expect({ offset, ...(await verifyFile(store.url)) }).toMatchObject({ offset, status: 'broken', seq: 2 });
      }
      await writeFile(path, intact);
      expect(await verifyFile(store.url)).toMatchObject({ status: 'intact', count: 3 });
    } finally {
      await store.remove();
    }
  });

  async function verifyFile(url: string): ReturnType<typeof verifyChain> {
    const reader = await Database.attach(url);
    try {
      return await verifyChain(reader);
    } finally {
      await reader.close();
    }
  }
});
