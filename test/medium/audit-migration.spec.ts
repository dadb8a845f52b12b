import { Kysely, sql } from 'kysely';
import { appendToChain, type UnchainedEntry } from '../../src/audit/append-to-chain';
import { verifyChain } from '../../src/audit/verify-chain';
import { createDialect } from '../../src/database/create-dialect';
import { type DatabaseSchema } from '../../src/database/database-schema';
import { chainAuditEntries } from '../../src/database/migrations/chain-audit-entries';
import { createAuditEntryTable } from '../../src/database/migrations/create-audit-entry-table';
import { parseDatabaseUrl } from '../../src/database/parse-database-url';
import { describeOnEachEngine, type TestStore } from '../support/database';

const NEW_ENTRY: UnchainedEntry = {
  id: 'id-5',
  at: '2026-11-23T09:00:00.000Z',
  event: 'block-card-confirmation',
  decision: 'denied',
  reason: null,
  actor: 'key:back-office',
  caller_level: 'asserted',
  conversation_key: 'conversation',
  request_id: 'request',
  customer_id: null,
  card_id: null,
  action_id: null,
};

describeOnEachEngine(chainAuditEntries.name, (createStore) => {
  let store: TestStore;
  let bare: Kysely<unknown>;

  beforeAll(async () => {
    store = await createStore();
    const target = parseDatabaseUrl(store.url);
    bare = new Kysely<unknown>({ dialect: createDialect(target, 'migration') });
  });

  afterAll(async () => {
    await bare.destroy();
    await store.remove();
  });

  it('should carry over and chain what is there, without its gaps, and go on from there', async () => {
    const queries = bare as Kysely<DatabaseSchema>;
    await createAuditEntryTable(bare, store.engine);
    for (const number of [1, 2, 3]) await insertOldEntry(number);
    // What a number that was rolled back leaves behind.
    if (store.engine === 'postgres') await sql`select nextval('audit_entry_seq_seq')`.execute(queries);
    await insertOldEntry(4);

    await bare.transaction().execute((runner) => chainAuditEntries(runner, store.engine));

    const rows = await queries.selectFrom('audit_entry').selectAll().orderBy('seq').execute();
    expect(rows.map(({ seq, id, reason, actor }) => [seq, id, reason, actor])).toEqual([
      [1, 'id-1', 'reason-1', 'caller'],
      [2, 'id-2', 'reason-2', 'caller'],
      [3, 'id-3', 'reason-3', 'caller'],
      [4, 'id-4', 'reason-4', 'caller'],
    ]);
    await queries
      .transaction()
      .execute((runner) => appendToChain({ transaction: runner, engine: store.engine, entry: NEW_ENTRY }));
    expect(await verifyChain({ engine: store.engine, queries })).toMatchObject({ status: 'intact', count: 5 });
    await expect(sql`delete from audit_entry`.execute(queries)).rejects.toThrow('append-only');
    await expect(sql`update audit_entry set reason = ''`.execute(queries)).rejects.toThrow('append-only');
  });

  async function insertOldEntry(number: number): Promise<void> {
    await sql`insert into audit_entry (id, at, event, decision, reason, caller_level, conversation_key, request_id)
      values (${`id-${number}`}, '2026-11-23T09:00:00.000Z', 'block-card-proposal', 'allowed', ${`reason-${number}`},
        'asserted', 'conversation', 'request')`.execute(bare);
  }
});
