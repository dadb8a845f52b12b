import { type Database } from '../../../src/database/database';
import { type DatabaseSchema } from '../../../src/database/database-schema';
import { type NamedText, type StoredRows } from '../evidence';

/** Every table: whatever is stored, a card number must not be in it. */
const TABLES: readonly (keyof DatabaseSchema)[] = [
  'customer',
  'card',
  'card_transaction',
  'card_replacement',
  'dispute',
  'pending_action',
  'confirmation_question',
  'card_action',
  'outbox',
  'passcode',
  'passcode_answer',
  'verification',
  'attempt_limit',
  'audit_entry',
  'audit_head',
  'idempotency_record',
  'conversation',
  'conversation_message',
  'server_calls',
];

export async function readRows({ queries }: Database): Promise<StoredRows> {
  return {
    cards: await queries.selectFrom('card').selectAll().execute(),
    pendingActions: await queries.selectFrom('pending_action').selectAll().execute(),
    actions: await queries.selectFrom('card_action').selectAll().execute(),
    auditEntries: await queries.selectFrom('audit_entry').orderBy('seq').selectAll().execute(),
    outbox: await queries.selectFrom('outbox').selectAll().execute(),
  };
}

export async function readTexts({ queries }: Database): Promise<readonly NamedText[]> {
  const texts: NamedText[] = [];
  for (const table of TABLES) {
    const rows = await queries.selectFrom(table).selectAll().execute();
    for (const row of rows) texts.push({ place: table, text: JSON.stringify(row) });
  }
  return texts;
}
