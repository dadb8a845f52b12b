import { type DatabaseSchema } from '../database-schema';

type Privilege = 'select' | 'insert' | 'update' | 'delete';
type Table = keyof DatabaseSchema | 'schema_migration' | 'schema_migration_lock';

const READ = ['select'] as const;
const READ_AND_WRITE = ['select', 'insert', 'update'] as const;

/** What the service needs of each table, and all that it gets where it is not the owner. */
export const SERVICE_PRIVILEGES: Readonly<Record<Table, readonly Privilege[]>> = {
  customer: READ_AND_WRITE,
  card: READ_AND_WRITE,
  card_transaction: READ_AND_WRITE,
  card_replacement: READ_AND_WRITE,
  dispute: READ_AND_WRITE,
  pending_action: READ_AND_WRITE,
  confirmation_question: READ_AND_WRITE,
  card_action: READ_AND_WRITE,
  outbox: READ_AND_WRITE,
  passcode: READ_AND_WRITE,
  passcode_answer: READ_AND_WRITE,
  verification: READ_AND_WRITE,
  attempt_limit: READ_AND_WRITE,
  audit_entry: ['select', 'insert'],
  audit_head: ['select', 'update'],
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
