import { type Migration } from 'kysely';
import { type DatabaseEngine } from '../parse-database-url';
import { chainAuditEntries } from './chain-audit-entries';
import { createCardOperationTables } from './create-card-operation-tables';
import { createIdempotencyRecordTable } from './create-idempotency-record-table';
import { createIdentityTables } from './create-identity-tables';
import { createInitialTables } from './create-initial-tables';
import { createServerCallsTable } from './create-server-calls-table';

/** Every migration under its name. They run in the order of their names; a released one is never changed. */
export function listMigrations(engine: DatabaseEngine): Readonly<Record<string, Migration>> {
  return {
    '0001-initial-tables': { up: (database) => createInitialTables(database, engine) },
    '0002-card-operation-tables': { up: createCardOperationTables },
    '0003-identity-tables': { up: createIdentityTables },
    '0005-idempotency': { up: createIdempotencyRecordTable },
    '0006-audit-chain': { up: (database) => chainAuditEntries(database, engine) },
    '0007-server-calls': { up: createServerCallsTable },
  };
}
