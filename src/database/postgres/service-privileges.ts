import { type DatabaseSchema } from '../database-schema';

type Privilege = 'select' | 'insert' | 'update' | 'delete';
type Table = keyof DatabaseSchema | 'schema_migration' | 'schema_migration_lock';

const READ = ['select'] as const;
const APPEND = ['select', 'insert'] as const;
const CHANGE = ['select', 'update'] as const;
const READ_AND_WRITE = ['select', 'insert', 'update'] as const;

/**
 * What the service needs of each table, and all that it gets where it is not the owner. It makes no customers, cards or
 * transactions, and what was done once stays as it was written.
 */
export const SERVICE_PRIVILEGES: Readonly<Record<Table, readonly Privilege[]>> = {
  // Locked by an update that changes nothing.
  customer: CHANGE,
  card: CHANGE,
  card_transaction: READ,
  card_replacement: APPEND,
  dispute: APPEND,
  pending_action: READ_AND_WRITE,
  confirmation_question: APPEND,
  card_action: APPEND,
  outbox: READ_AND_WRITE,
  passcode: READ_AND_WRITE,
  passcode_answer: APPEND,
  verification: APPEND,
  attempt_limit: READ_AND_WRITE,
  audit_entry: APPEND,
  audit_head: CHANGE,
  // Records that have expired are removed.
  idempotency_record: [...READ_AND_WRITE, 'delete'],
  conversation: READ_AND_WRITE,
  // An answer that did not reach its caller is taken back.
  conversation_message: [...READ_AND_WRITE, 'delete'],
  // They are written once, and removed when they have expired.
  server_calls: ['select', 'insert', 'delete'],
  // Enough to see that nothing is left to migrate.
  schema_migration: READ,
  schema_migration_lock: READ,
};
