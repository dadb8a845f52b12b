import { sql } from 'kysely';
import { AuditLog } from '../../src/audit/audit-log';
import { verifyChain } from '../../src/audit/verify-chain';
import { type Database } from '../../src/database/database';
import { type AuditEntryRow } from '../../src/database/schema/audit-tables';
import { CHAIN_START } from '../../src/database/hash-audit-entry';
import { fillAudit, makeAuditLog, numberedEntry } from '../factories/audit.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

const INSTANCE_WORKERS = 10;

describeOnEachEngine(AuditLog.name, (createStore) => {
  let store: TestStore;
  let database: Database;
  let audit: AuditLog;

  beforeEach(async () => {
    store = await createStore();
    database = await store.open();
    audit = makeAuditLog(database);
  });

  afterEach(() => store.remove());

  function readAll(): Promise<readonly AuditEntryRow[]> {
    return database.queries.selectFrom('audit_entry').selectAll().orderBy('seq').execute();
  }

  describe('when it is empty', () => {
    it('should be intact', async () => {
      const head = { seq: 0, hash: CHAIN_START };
      expect(await verifyChain(database)).toEqual({ status: 'intact', count: 0, removedThrough: 0, head });
    });
  });

  describe('when entries are appended', () => {
    it('should store all of the entry, chained to the one before', async () => {
      const entry = numberedEntry(1);
      await audit.record(entry);
      await audit.record({ ...numberedEntry(2), reason: undefined, customerId: undefined });
      const [first, second] = await readAll();
      const { context, decision, event, reason, customerId, cardId, actionId } = entry;
      expect(first).toEqual({
        seq: 1,
        id: expect.any(String) as string,
        at: expect.stringMatching(/^\d{4}-.*Z$/) as string,
        event,
        decision,
        reason,
        actor: context.actor,
        caller_level: context.caller.level,
        conversation_key: context.conversationKey,
        request_id: context.requestId,
        customer_id: customerId,
        card_id: cardId,
        action_id: actionId,
        prev_hash: CHAIN_START,
        hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      });
      expect(second).toMatchObject({ seq: 2, reason: null, customer_id: null, prev_hash: first?.hash });
    });

    it('should hash what the store gives back, whatever the text', async () => {
      const texts = ['', '\0', 'a\0b', '\ud800', 'x\udc00y', '😀', '"\\\n', '\u2028', 'null', '\uFFFD', '\uFEFFx'];
      for (const text of texts) {
        const entry = numberedEntry(1);
        await audit.record({ ...entry, reason: text, context: { ...entry.context, requestId: text } });
      }
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: texts.length });
    });

    it('should be one chain without gaps under simultaneous appends of two instances', async () => {
      const logs = [audit, makeAuditLog(await store.open())];
      const workers = logs.flatMap((log) => Array.from({ length: INSTANCE_WORKERS }, () => log));
      await Promise.all(workers.map((log) => fillAudit(log, 10)));
      const report = await verifyChain(database);
      expect(report).toMatchObject({ status: 'intact', count: 200, head: { seq: 200 } });
    });

    it('should leave no gap where a transaction was rolled back', async () => {
      await fillAudit(audit, 2);
      const failure = new Error('after the entry');
      const work = database.transaction(async (transaction) => {
        await audit.append(transaction, numberedEntry(3));
        throw failure;
      });
      await expect(work).rejects.toBe(failure);
      await fillAudit(audit, 1);
      expect((await readAll()).map(({ seq }) => seq)).toEqual([1, 2, 3]);
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 3 });
    });
  });

  describe('when somebody asks the store to change it', () => {
    it.each(['update', 'delete', 'replace or truncate'])('should refuse %s', async (kind) => {
      await fillAudit(audit, 2);
      const before = await readAll();
      const statements: Readonly<Record<string, string>> = {
        update: "update audit_entry set decision = 'denied'",
        delete: 'delete from audit_entry',
        'replace or truncate':
          database.engine === 'postgres'
            ? 'truncate audit_entry'
            : 'insert or replace into audit_entry select * from audit_entry where seq = 1',
      };
      await expect(sql.raw(statements[kind] ?? '').execute(database.queries)).rejects.toThrow('append-only');
      expect(await readAll()).toEqual(before);
    });
  });
});
