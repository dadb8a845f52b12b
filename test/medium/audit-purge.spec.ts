import { sql } from 'kysely';
import { purgeEntries } from '../../src/audit/purge-entries';
import { verifyChain } from '../../src/audit/verify-chain';
import { IdGenerator } from '../../src/common/id-generator';
import { type Database } from '../../src/database/database';
import { fillAudit, liftAuditGuards, makeAuditLog, numberedEntry } from '../factories/audit.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { runCommand } from '../support/run-command';

const PURGE = require.resolve('../../src/audit/audit-purge.ts');
const MONTH_MS = 31 * 24 * 60 * 60_000;
const RETENTION_MONTHS = 18;

describeOnEachEngine(purgeEntries.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let clock: TestClock;

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    clock = new TestClock();
  });

  afterEach(() => store.remove());

  function fill(count: number): Promise<void> {
    return fillAudit(makeAuditLog(database, clock), count);
  }

  function purge(): Promise<number> {
    return purgeEntries({ database, clock, ids: new IdGenerator(), retentionMonths: RETENTION_MONTHS });
  }

  async function readSeqs(): Promise<readonly number[]> {
    const rows = await database.queries.selectFrom('audit_entry').select('seq').orderBy('seq').execute();
    return rows.map(({ seq }) => seq);
  }

  describe('when nothing is old enough', () => {
    it('should change nothing', async () => {
      await fill(3);
      clock.advance(17 * MONTH_MS);
      expect(await purge()).toBe(0);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 3, removedThrough: 0 });
    });
  });

  describe('when entries are older than they have to be kept', () => {
    it('should remove those alone, say so in the audit, and leave a chain that holds', async () => {
      await fill(3);
      clock.advance(10 * MONTH_MS);
      await fill(2);
      clock.advance(10 * MONTH_MS);
      const third = await database.queries
        .selectFrom('audit_entry')
        .where('seq', '=', 3)
        .select('hash')
        .executeTakeFirstOrThrow();

      expect(await purge()).toBe(3);

      expect(await readSeqs()).toEqual([4, 5, 6]);
      const entry = await database.queries
        .selectFrom('audit_entry')
        .where('seq', '=', 6)
        .selectAll()
        .executeTakeFirstOrThrow();
      expect(entry).toMatchObject({
        event: 'audit-purge',
        decision: 'allowed',
        actor: 'system',
        reason: `removed through 3 ${third.hash}`,
      });
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 3, removedThrough: 3 });
      await fill(1);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 4 });
    });

    it('should remove all of them, and earlier purges when their time has come', async () => {
      await fill(2);
      clock.advance(20 * MONTH_MS);
      expect(await purge()).toBe(2);
      expect(await readSeqs()).toEqual([3]);
      clock.advance(20 * MONTH_MS);
      expect(await purge()).toBe(1);
      expect(await readSeqs()).toEqual([4]);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 1, removedThrough: 3 });
    });

    it('should go on until all are removed, however many there are', async () => {
      const audit = makeAuditLog(database, clock);
      await database.transaction(async (transaction) => {
        for (let number = 1; number <= 4_100; number += 1) await audit.append(transaction, numberedEntry(1));
      });
      clock.advance(20 * MONTH_MS);
      expect(await purge()).toBe(4_100);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 3, removedThrough: 4_100 });
    });

    it('should guard what is left as before', async () => {
      await fill(1);
      clock.advance(20 * MONTH_MS);
      await purge();
      await expect(sql`delete from audit_entry`.execute(database.queries)).rejects.toThrow('append-only');
      await expect(sql`update audit_entry set reason = ''`.execute(database.queries)).rejects.toThrow('append-only');
    });

    it('should bear that others write meanwhile', async () => {
      await fill(3);
      clock.advance(20 * MONTH_MS);
      const audit = makeAuditLog(await store.open(), clock);
      const [removed] = await Promise.all([purge(), fillAudit(audit, 10), fillAudit(audit, 10)]);
      expect(removed).toBe(3);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 21, removedThrough: 3 });
    });
  });

  describe('when somebody else removed entries', () => {
    it('should not pass for a purge', async () => {
      await fill(3);
      clock.advance(20 * MONTH_MS);
      await purge();
      await fill(3);
      await liftAuditGuards(database);
      await sql`delete from audit_entry where seq <= 5`.execute(database.queries);
      expect(await verifyChain(database)).toMatchObject({ status: 'broken', seq: 6 });
    });

    it('should not be covered up by the command', async () => {
      clock.advance(-20 * MONTH_MS);
      await fill(3);
      await liftAuditGuards(database);
      await sql`delete from audit_entry where seq = 2`.execute(database.queries);
      const { status, errors } = await runCommand(PURGE, { DATABASE_URL: store.url });
      expect({ status, errors }).toEqual({
        status: 1,
        errors: 'Nothing more was removed. BROKEN: entry 2 is missing; number 3 comes in its place.\n',
      });
      expect(await readSeqs()).toEqual([1, 3]);
    });
  });

  describe('when it is run as a command', () => {
    it('should remove what is older than the setting says', async () => {
      const start = Date.now();
      clock.advance(start - 30 * MONTH_MS - clock.now().getTime());
      await fill(2);
      clock.advance(8 * MONTH_MS);
      await fill(2);
      const run = (months: string): ReturnType<typeof runCommand> =>
        runCommand(PURGE, { DATABASE_URL: store.url, AUDIT_RETENTION_MONTHS: months });
      expect(await run('17')).toMatchObject({ status: 1, output: '' });
      expect(await run('26')).toMatchObject({
        status: 0,
        output: 'Removed 2 entries that were older than 26 months.\n',
      });
      expect(await readSeqs()).toEqual([3, 4, 5]);
    });
  });
});
