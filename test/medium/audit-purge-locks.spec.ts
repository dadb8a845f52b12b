import { Client } from 'pg';
import { purgeEntries } from '../../src/audit/purge-entries';
import { verifyChain } from '../../src/audit/verify-chain';
import { IdGenerator } from '../../src/common/id-generator';
import { Database } from '../../src/database/database';
import { fillAudit, makeAuditLog } from '../factories/audit.factory';
import { TestClock } from '../factories/test-clock';
import { describeOnPostgres, type TestStore } from '../support/database';
import { waitUntil } from '../support/wait-until';

const TWO_YEARS_MS = 730 * 24 * 60 * 60_000;

describeOnPostgres(`${purgeEntries.name} beside others`, (createStore) => {
  let store: TestStore;
  let service: Database;
  let owner: Database;
  let other: Client;
  let clock: TestClock;

  beforeEach(async () => {
    store = await createStore();
    service = await store.open();
    owner = await Database.attach(store.url);
    other = new Client({ connectionString: store.url });
    await other.connect();
    clock = new TestClock();
    await fillAudit(makeAuditLog(service, clock), 3);
    clock.advance(TWO_YEARS_MS);
  });

  afterEach(async () => {
    await other.end();
    await owner.close();
    await store.remove();
  });

  function purge(tries: number): Promise<number> {
    const patience = { tries, pauseMs: 20 };
    return purgeEntries({ database: owner, clock, ids: new IdGenerator(), retentionMonths: 18, patience });
  }

  async function holdTable(statement: string): Promise<void> {
    await other.query('begin isolation level repeatable read');
    await other.query(statement);
  }

  function appendSome(): Promise<void> {
    return fillAudit(makeAuditLog(service, clock), 5);
  }

  describe('when somebody reads the whole table for long, as a backup does', () => {
    it('should neither wait nor make calls wait', async () => {
      await holdTable('lock table audit_entry in access share mode');
      const { rows } = await other.query('select seq from audit_entry');
      expect(rows).toHaveLength(3);
      const [removed] = await Promise.all([purge(1), appendSome()]);
      expect(removed).toBe(3);
      await appendSome();
      expect((await other.query('select seq from audit_entry')).rows).toHaveLength(3);
      expect(await verifyChain(service)).toMatchObject({ status: 'intact', count: 11, removedThrough: 3 });
    });
  });

  describe('when the table is held in a way that shuts a purge out, as an index that is built concurrently does', () => {
    beforeEach(() => holdTable('lock table audit_entry in share update exclusive mode'));

    it('should let the entries of calls pass, and remove when it can', async () => {
      const removed = purge(1_000);
      await appendSome();
      await waitForPurge();
      await appendSome();
      await other.query('commit');
      expect(await removed).toBe(3);
      expect(await verifyChain(service)).toMatchObject({ status: 'intact', count: 11, removedThrough: 3 });
    });

    it('should give up after so many tries, and leave everything as it was', async () => {
      await expect(purge(3)).rejects.toMatchObject({ code: 'database_unavailable' });
      await appendSome();
      expect(await verifyChain(service)).toMatchObject({ status: 'intact', count: 8, removedThrough: 0 });
    });
  });

  /** Until it stands before the locked table. */
  async function waitForPurge(): Promise<void> {
    await waitUntil(async () => {
      const { rows } = await other.query(
        "select 1 from pg_locks where not granted and relation = 'audit_entry'::regclass",
      );
      return rows.length > 0;
    });
  }
});
