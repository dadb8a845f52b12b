import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { purgeEntries } from '../../src/audit/purge-entries';
import { verifyChain } from '../../src/audit/verify-chain';
import { IdGenerator } from '../../src/common/id-generator';
import { Database } from '../../src/database/database';
import { SERVICE_PRIVILEGES } from '../../src/database/postgres/service-privileges';
import { fillAudit, makeAuditLog } from '../factories/audit.factory';
import { TestConversation } from '../factories/card-context.factory';
import { createCardService } from '../factories/card-service.factory';
import { insertCustomer } from '../factories/customer.factory';
import { findPendingAction } from '../factories/find-pending-action';
import { TestClock } from '../factories/test-clock';
import { describeOnPostgres, type TestStore } from '../support/database';

const ALL_PRIVILEGES = ['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger'] as const;
const DENIED = /permission denied|must be owner/;

describeOnPostgres('The privileges of the service', (createStore) => {
  const name = randomBytes(6).toString('hex');
  const ownerRole = `tellerline_owner_${name}`;
  const serviceRole = `tellerline_service_${name}`;
  let store: TestStore;
  let admin: Database;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    admin = await Database.attach(store.url);
    for (const role of [ownerRole, serviceRole]) await run(`create role ${role} login`);
    await run(`grant create, usage on schema public to ${ownerRole}`);
    database = await Database.open(urlOf(serviceRole), urlOf(ownerRole));
  });

  afterAll(async () => {
    await database.close();
    for (const role of [serviceRole, ownerRole]) {
      await run(`drop owned by ${role} cascade`);
      await run(`drop role ${role}`);
    }
    await admin.close();
    await store.remove();
  });

  function urlOf(role: string): string {
    const url = new URL(store.url);
    url.username = role;
    return url.href;
  }

  async function run(statement: string): Promise<void> {
    await sql.raw(statement).execute(admin.queries);
  }

  describe('when the tables are listed', () => {
    it('should speak of every table that there is, and of no other', async () => {
      const { rows } = await sql<{ readonly tablename: string }>`
        select tablename from pg_tables where schemaname = 'public'`.execute(admin.queries);
      const real = rows.map(({ tablename }) => tablename);
      expect(real.sort()).toEqual(Object.keys(SERVICE_PRIVILEGES).sort());
    });

    it.each(Object.entries(SERVICE_PRIVILEGES))('should be exactly these of %s: %j', async (table, privileges) => {
      const held: string[] = [];
      for (const privilege of ALL_PRIVILEGES) {
        const { rows } = await sql<{ readonly held: boolean }>`
          select has_table_privilege(${serviceRole}, ${table}, ${privilege}) as held`.execute(admin.queries);
        if (rows[0]?.held === true) held.push(privilege);
      }
      expect(held).toEqual(privileges);
    });
  });

  describe('when the service does its work', () => {
    it('should be enough to propose, to confirm and to audit', async () => {
      const service = createCardService(database);
      const { phoneNumber } = await insertCustomer(admin);
      const talk = new TestConversation(phoneNumber);
      await service.propose({ context: talk.turn(1), operation: 'block_card' });
      const pendingAction = await findPendingAction(service, talk.turn(2));
      if (pendingAction === undefined) throw new Error('There is no proposal.');
      expect(await service.carryOut({ context: talk.turn(2), pendingAction })).toMatchObject({ status: 'done' });
      expect(await verifyChain(database)).toMatchObject({ status: 'intact', count: 2 });
    });

    it('should be enough to start without the owner, when there is nothing to migrate', async () => {
      const again = await Database.open(urlOf(serviceRole));
      expect(await again.checkHealth()).toMatchObject({ state: 'up' });
      await again.close();
    });
  });

  describe('when the service was taken over', () => {
    it.each([
      "update audit_entry set decision = 'denied'",
      'delete from audit_entry',
      'truncate audit_entry',
      'drop table audit_entry',
      'drop trigger audit_entry_no_update on audit_entry',
      'drop trigger audit_entry_no_delete on audit_entry',
      'alter table audit_entry disable trigger all',
      'alter table audit_entry drop column reason',
      "create or replace function refuse_audit_change() returns trigger language plpgsql as 'begin return null; end'",
      'set session_replication_role = replica',
      'delete from audit_head',
      'truncate audit_head',
      'insert into audit_head values (2, 0, 0)',
      'create table mine (id text)',
      "update schema_migration set name = '0'",
      'delete from card_action',
      "update card_action set operation = 'block_card'",
      "update card_transaction set merchant = ''",
      "update card_replacement set state = 'delivered'",
      "update dispute set reference = ''",
      "update confirmation_question set turn_key = ''",
      "update passcode_answer set outcome = 'verified'",
      "update verification set expires_at = '9999'",
      "insert into customer (id, phone_number) values ('mine', '+15550000000')",
      "insert into card (id, customer_id, network, last_four, state, updated_at) values ('mine', 'c', 'Visa', '1', 'active', '')",
      "insert into card_transaction (id, card_id, posted_at, merchant, amount_cents, currency) values ('mine', 'c', '', '', 1, '')",
    ])('should not let it %s', async (statement) => {
      await fillAudit(makeAuditLog(database), 1);
      const before = await verifyChain(admin);
      expect(before.status).toBe('intact');
      await expect(sql.raw(statement).execute(database.queries)).rejects.toThrow(DENIED);
      expect(await verifyChain(admin)).toEqual(before);
    });
  });

  describe('when old entries are purged', () => {
    function purgeAs(purging: Database): Promise<number> {
      const clock = new TestClock();
      clock.advance(600 * 24 * 60 * 60_000);
      return purgeEntries({ database: purging, clock, ids: new IdGenerator(), retentionMonths: 18 });
    }

    it('should let the owner alone do it', async () => {
      await fillAudit(makeAuditLog(database, new TestClock()), 2);
      const { count: before } = await countEntries();
      await expect(purgeAs(database)).rejects.toThrow(DENIED);
      expect((await countEntries()).count).toBe(before);
      const owner = await Database.attach(urlOf(ownerRole));
      await purgeAs(owner);
      await owner.close();
      expect((await countEntries()).count).toBe(1);
    });

    async function countEntries(): Promise<{ readonly count: number }> {
      const report = await verifyChain(admin);
      if (report.status === 'broken') throw new Error(report.problem);
      return report;
    }
  });

  describe('when roles are set up', () => {
    it('should take away what was granted besides', async () => {
      await run(`grant all on audit_entry to ${serviceRole}, public`);
      await (await Database.open(urlOf(serviceRole), urlOf(ownerRole))).close();
      await expect(sql.raw('truncate audit_entry').execute(database.queries)).rejects.toThrow('permission denied');
    });

    it('should bear several instances that start at once', async () => {
      const starts = Array.from({ length: 4 }, () => Database.open(urlOf(serviceRole), urlOf(ownerRole)));
      for (const opened of await Promise.all(starts)) await opened.close();
    });

    it('should refuse a service that is the owner, or that can do what the owner can', async () => {
      await expect(Database.open(urlOf(ownerRole), urlOf(ownerRole))).rejects.toThrow('could change the audit');
      await expect(Database.open(store.url, urlOf(ownerRole))).rejects.toThrow('could change the audit');
    });
  });
});
