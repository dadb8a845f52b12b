import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { Client } from 'pg';
import { Database } from '../../src/database/database';
import { DatabaseError } from '../../src/database/database-error';
import { hasSqlState, READ_ONLY } from '../../src/database/has-sql-state';
import { describeOnPostgres, type TestStore } from '../support/database';
import { waitUntil } from '../support/wait-until';

/** Stands between the service and the server, and can fall silent or hang up. */
class SwitchableProxy {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private silent = false;

  constructor(host: string, port: number) {
    this.server = createServer((client) => {
      const upstream = connect(port, host);
      for (const socket of [client, upstream]) this.watch(socket);
      client.on('data', (data) => this.silent || upstream.write(data));
      upstream.on('data', (data) => this.silent || client.write(data));
      client.on('close', () => upstream.destroy());
      upstream.on('close', () => client.destroy());
    });
  }

  async listen(): Promise<number> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return (this.server.address() as AddressInfo).port;
  }

  fallSilent(): void {
    this.silent = true;
  }

  hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  restore(): void {
    this.silent = false;
  }

  close(): void {
    this.hangUp();
    this.server.close();
  }

  private watch(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }
}

describeOnPostgres(`Outages of ${Database.name}`, (createStore) => {
  let store: TestStore;
  let proxy: SwitchableProxy;
  let database: Database;

  beforeAll(async () => {
    store = await createStore();
    const url = new URL(store.url);
    proxy = new SwitchableProxy(url.hostname, Number(url.port));
    url.port = String(await proxy.listen());
    database = await Database.open(url.href);
  });

  afterAll(async () => {
    await database.close();
    proxy.close();
    await store.remove();
  });

  function query(): Promise<unknown> {
    return database.queries.selectFrom('customer').selectAll().execute();
  }

  it('should fail while the server is silent, and recover without a restart', async () => {
    await query();
    proxy.fallSilent();
    const failures = await Promise.allSettled(Array.from({ length: 15 }, query));
    for (const failure of failures) expect(failure).toMatchObject({ reason: expect.any(DatabaseError) as unknown });
    await expect(database.transaction(() => Promise.resolve())).rejects.toBeInstanceOf(DatabaseError);
    const health = await database.checkHealth();
    expect(health.state).toBe('down');
    expect(health.detail).not.toContain('postgres@');
    proxy.restore();
    expect(await query()).toEqual([]);
    expect(await database.checkHealth()).toMatchObject({ state: 'up' });
  });

  it('should survive losing its connection inside a transaction', async () => {
    const id = 'written-before-the-loss';
    const work = database.transaction(async (transaction) => {
      await transaction.insertInto('customer').values({ id, phone_number: id }).execute();
      proxy.hangUp();
      // The loss is seen between two statements, when nobody waits for an answer.
      await new Promise((resolve) => setTimeout(resolve, 50));
      await transaction.selectFrom('customer').selectAll().execute();
    });
    await expect(work).rejects.toBeInstanceOf(DatabaseError);
    expect(await query()).toEqual([]);
  });

  it('should give up waiting for a lock', async () => {
    const id = 'locked';
    await database.queries.insertInto('customer').values({ id, phone_number: id }).execute();
    const update = database.queries.updateTable('customer').set({ phone_number: 'other' }).where('id', '=', id);
    await database.transaction(async (transaction) => {
      await transaction.updateTable('customer').set({ phone_number: 'mine' }).where('id', '=', id).execute();
      await expect(update.execute()).rejects.toBeInstanceOf(DatabaseError);
    });
    expect(await query()).toEqual([{ id, phone_number: 'mine' }]);
  });

  it('should be down while the server takes no writes, and up again afterwards without a restart', async () => {
    const id = 'read-only';
    const write = (): Promise<unknown> =>
      database.queries.insertInto('customer').values({ id, phone_number: id }).execute();
    await switchWrites('on');
    // Until the last connection that was lost has left the pool.
    await waitUntil(async () => hasSqlState(await write().catch((error: unknown) => error), READ_ONLY));
    expect(await database.checkHealth()).toEqual({
      state: 'down',
      detail: expect.stringMatching(/takes no writes\.$/) as unknown,
    });
    await switchWrites('off');
    // Sessions that began before stay as they are, so each of them has to be given up when it is found.
    await waitUntil(async () => (await database.checkHealth()).state === 'up');
    await write();
  });

  /** For sessions that begin from now on; those of the service are ended. */
  async function switchWrites(readOnly: 'on' | 'off'): Promise<void> {
    const name = new URL(store.url).pathname.slice(1);
    const client = new Client({ connectionString: store.url });
    await client.connect();
    await client.query('set session characteristics as transaction read write');
    await client.query(`alter database ${name} set default_transaction_read_only = ${readOnly}`);
    await client.end();
    if (readOnly === 'on') proxy.hangUp();
  }
});
