import { type Kysely } from 'kysely';
import { type ActionTables } from './schema/action-tables';
import { type AuditTables } from './schema/audit-tables';
import { type CardTables } from './schema/card-tables';
import { type ConversationTables } from './schema/conversation-tables';
import { type IdempotencyTables } from './schema/idempotency-table';
import { type IdentityTables } from './schema/identity-tables';

/**
 * The tables as both engines have them: ids are text (UUIDv7), times are ISO-8601 text in UTC with milliseconds, so
 * that text order is time order, and switches are the integers 0 and 1.
 */
export interface DatabaseSchema
  extends ActionTables, AuditTables, CardTables, ConversationTables, IdempotencyTables, IdentityTables {}

/** Runs queries: the whole database, or one transaction on it. */
export type QueryRunner = Kysely<DatabaseSchema>;
