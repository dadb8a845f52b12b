import { verifyChain } from '../../src/audit/verify-chain';
import { type Database } from '../../src/database/database';
import { type QueryRunner } from '../../src/database/database-schema';
import { type AuditEntryRow } from '../../src/database/schema/audit-tables';
import { fillAudit, liftAuditGuards, makeAuditLog } from '../factories/audit.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';

describeOnEachEngine(`${verifyChain.name} after tampering`, (createStore) => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    database = await store.open();
    await fillAudit(makeAuditLog(database), 5);
    await liftAuditGuards(database);
  });

  afterAll(() => store.remove());

  afterEach(async () => {
    expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 5 });
  });

  function readAll(): Promise<readonly AuditEntryRow[]> {
    return database.queries.selectFrom('audit_entry').selectAll().orderBy('seq').execute();
  }

  /** What the verification says of a change that is then undone. */
  async function reportAfter(tamper: (runner: QueryRunner) => Promise<unknown>): Promise<unknown> {
    const undo = new Error('undone');
    let report: unknown;
    const work = database.transaction(async (runner) => {
      await tamper(runner);
      report = await verifyChain({ engine: store.engine, queries: runner });
      throw undo;
    });
    await expect(work).rejects.toBe(undo);
    return report;
  }

  it('should find one changed character of any text, in any entry', async () => {
    for (const { seq, ...texts } of await readAll()) {
      const columns = Object.entries(texts);
      expect(columns.length).toBeGreaterThan(0);
      for (const [column, text] of columns) {
        const report = await reportAfter((runner) =>
          runner
            .updateTable('audit_entry')
            .set({ [column]: flipFirst(text ?? '') })
            .where('seq', '=', seq)
            .execute(),
        );
        expect([column, report]).toMatchObject([column, { status: 'broken', seq }]);
      }
    }
  });

  it.each(['reason', 'customer_id', 'card_id', 'action_id'] as const)(
    'should tell no %s from an empty one, and from the word',
    async (column) => {
      for (const value of [null, '', 'null']) {
        const report = await reportAfter((runner) =>
          runner
            .updateTable('audit_entry')
            .set({ [column]: value })
            .where('seq', '=', 3)
            .execute(),
        );
        expect(report).toMatchObject({ status: 'broken', seq: 3 });
      }
    },
  );

  it.each([1, 3, 5])('should find another number on entry %d', async (seq) => {
    for (const other of [-7, 0, 6, 99]) {
      const report = await reportAfter((runner) =>
        runner.updateTable('audit_entry').set({ seq: other }).where('seq', '=', seq).execute(),
      );
      expect(report).toMatchObject({ status: 'broken' });
    }
  });

  it.each([
    ['the first', [1], 2],
    ['one in the middle', [3], 3],
    ['the last', [5], 5],
    ['all', [1, 2, 3, 4, 5], 1],
  ])('should find that entries are gone: %s', async (_which, numbers, seq) => {
    const report = await reportAfter((runner) =>
      runner.deleteFrom('audit_entry').where('seq', 'in', numbers).execute(),
    );
    expect(report).toMatchObject({ status: 'broken', seq });
  });

  it('should find two entries in each other’s place', async () => {
    const report = await reportAfter(async (runner) => {
      for (const [from, to] of [
        [2, 99],
        [3, 2],
        [99, 3],
      ] as const) {
        await runner.updateTable('audit_entry').set({ seq: to }).where('seq', '=', from).execute();
      }
    });
    expect(report).toMatchObject({ status: 'broken', seq: 2 });
  });

  it('should find an entry that was put in', async () => {
    const [, second] = await readAll();
    if (second === undefined) throw new Error('There is no second entry.');
    for (const seq of [0, 6]) {
      const report = await reportAfter((runner) =>
        runner
          .insertInto('audit_entry')
          .values({ ...second, seq, id: 'forged' })
          .execute(),
      );
      expect(report).toMatchObject({ status: 'broken' });
    }
  });

  it('should find another head, or none', async () => {
    const hash = (await readAll())[3]?.hash ?? '';
    for (const change of [{ seq: 4 }, { seq: 6 }, { hash }, { seq: 4, hash }]) {
      const report = await reportAfter((runner) => runner.updateTable('audit_head').set(change).execute());
      expect(report).toMatchObject({ status: 'broken' });
    }
    expect(await reportAfter((runner) => runner.deleteFrom('audit_head').execute())).toMatchObject({
      status: 'broken',
    });
  });
});

function flipFirst(text: string): string {
  return String.fromCharCode((text.codePointAt(0) ?? 0) ^ 1) + text.slice(1);
}
