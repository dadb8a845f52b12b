import { createHash } from 'node:crypto';
import { type AuditEntryRow } from './schema/audit-tables';

export type AuditEntryContent = Omit<AuditEntryRow, 'hash'>;

/** What the first entry of all follows. */
export const CHAIN_START = '0'.repeat(64);

/**
 * All columns but the hash. The order is part of every stored hash, so it never changes; a new column needs a chain that
 * says where it begins.
 */
export const HASHED_COLUMNS = [
  'prev_hash',
  'seq',
  'id',
  'at',
  'event',
  'decision',
  'reason',
  'actor',
  'caller_level',
  'conversation_key',
  'request_id',
  'customer_id',
  'card_id',
  'action_id',
] as const satisfies readonly (keyof AuditEntryContent)[];

/**
 * SHA-256, as 64 hexadecimal digits in lower case, of a JSON array of the columns: quoting keeps neighbours apart, and
 * null from the text "null".
 */
export function hashAuditEntry(entry: AuditEntryContent): string {
  const encoded = JSON.stringify(HASHED_COLUMNS.map((column) => entry[column]));
  return createHash('sha256').update(encoded).digest('hex');
}
