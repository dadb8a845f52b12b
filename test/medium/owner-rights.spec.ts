import { randomBytes } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../src/database/database';
import { findOwnerRights } from '../../src/database/postgres/find-owner-rights';
import { describeOnPostgres, type TestStore } from '../support/database';

describeOnPostgres(findOwnerRights.name, (createStore) => {
  const suffix = randomBytes(6).toString('hex');
  const owner = `tellerline_owner_${suffix}`;
  const service = `tellerline_service_${suffix}`;
  const group = `tellerline_group_${suffix}`;
  let store: TestStore;
  let admin: Database;
  let databaseName: string;

  beforeAll(async () => {
    store = await createStore();
    admin = await Database.attach(store.url);
    databaseName = new URL(store.url).pathname.slice(1);
    await run(`create role ${owner} login; create role ${service} login; create role ${group}`);
    await run(`grant create, usage on schema public to ${owner}`);
    await (await Database.open(urlOf(service), urlOf(owner))).close();
  });

  afterAll(async () => {
    await run(`alter database ${databaseName} owner to postgres; alter schema public owner to pg_database_owner`);
    for (const role of [service, group, owner]) await run(`drop owned by ${role} cascade; drop role ${role}`);
    await admin.close();
    await store.remove();
  });

  afterEach(() => jest.restoreAllMocks());

  function urlOf(role: string): string {
    const url = new URL(store.url);
    url.username = role;
    return url.href;
  }

  async function run(statements: string): Promise<void> {
    for (const statement of statements.split('; ')) await sql.raw(statement).execute(admin.queries);
  }

  describe('when the role of the service is another one than the owner', () => {
    it.each([
      ['may do everything', 'alter role SERVICE superuser', 'alter role SERVICE nosuperuser'],
      ['may make itself', 'alter role SERVICE createrole', 'alter role SERVICE nocreaterole'],
      ['a member of the owner of the tables', 'grant OWNER to SERVICE', 'revoke OWNER from SERVICE'],
      [
        'a member of a member of the owner of the tables',
        'grant OWNER to GROUP; grant GROUP to SERVICE',
        'revoke GROUP from SERVICE; revoke OWNER from GROUP',
      ],
      [
        'owner of the database',
        'alter database DATABASE owner to SERVICE',
        'alter database DATABASE owner to postgres',
      ],
      [
        'a member of the owner of the database',
        'alter database DATABASE owner to GROUP; grant GROUP to SERVICE',
        'revoke GROUP from SERVICE; alter database DATABASE owner to postgres',
      ],
      [
        'owner of the schema',
        'alter schema public owner to SERVICE; grant create, usage on schema public to OWNER',
        'alter schema public owner to pg_database_owner; revoke all on schema public from SERVICE; grant create, usage on schema public to OWNER',
      ],
      ['may write all data', 'grant pg_write_all_data to SERVICE', 'revoke pg_write_all_data from SERVICE'],
      [
        'may run programs',
        'grant pg_execute_server_program to SERVICE',
        'revoke pg_execute_server_program from SERVICE',
      ],
      ['may write files', 'grant pg_write_server_files to SERVICE', 'revoke pg_write_server_files from SERVICE'],
    ])('should refuse to start with one that is %s, and start without', async (_what, grant, revoke) => {
      const fill = (statements: string): string =>
        statements
          .replaceAll('SERVICE', service)
          .replaceAll('OWNER', owner)
          .replaceAll('GROUP', group)
          .replaceAll('DATABASE', databaseName);
      await run(fill(grant));
      const refused = expect(Database.open(urlOf(service), urlOf(owner))).rejects.toThrow(
        `The role "${service}" of DATABASE_URL could change the audit`,
      );
      await refused.finally(() => run(fill(revoke)));
      await (await Database.open(urlOf(service), urlOf(owner))).close();
    });
  });

  describe('when no owner is named', () => {
    async function openAndListen(role: string): Promise<readonly unknown[]> {
      const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
      await (await Database.open(urlOf(role))).close();
      return warn.mock.calls.map(([line]) => String(line));
    }

    it('should start with the owner, and warn', async () => {
      expect(await openAndListen(owner)).toEqual([
        expect.stringMatching(/could change the audit.*DATABASE_MIGRATION_URL/),
      ]);
    });

    it('should not warn of a role that could not', async () => {
      expect(await openAndListen(service)).toEqual([]);
    });
  });
});
