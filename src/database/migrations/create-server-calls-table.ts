import { type Kysely } from 'kysely';

/** What the server's tools said beside calls that the client had to run, until the client comes back with its results. */
export async function createServerCallsTable(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('server_calls')
    .addColumn('client_call_id', 'text', (column) => column.primaryKey())
    .addColumn('conversation_key', 'text', (column) => column.notNull())
    .addColumn('phone_number', 'text', (column) => column.notNull())
    .addColumn('calls', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'text', (column) => column.notNull())
    .execute();
  await database.schema.createIndex('server_calls_by_expiry').on('server_calls').column('expires_at').execute();
}
