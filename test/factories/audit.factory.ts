import { sql } from 'kysely';
import { type AuditEntry, AuditLog } from '../../src/audit/audit-log';
import { Clock } from '../../src/common/clock';
import { IdGenerator } from '../../src/common/id-generator';
import { type Database } from '../../src/database/database';
import { TestConversation } from './card-context.factory';

export function makeAuditLog(database: Database, clock: Clock = new Clock()): AuditLog {
  return new AuditLog(database, clock, new IdGenerator());
}

/** An entry with something in every field. */
export function numberedEntry(number: number): AuditEntry {
  return {
    context: new TestConversation(undefined, 'asserted').turn(number),
    event: 'block-card-confirmation',
    decision: 'allowed',
    reason: `reason-${number}`,
    customerId: `customer-${number}`,
    cardId: `card-${number}`,
    actionId: `action-${number}`,
  };
}

/** One after the other. */
export async function fillAudit(audit: AuditLog, count: number): Promise<void> {
  for (let number = 1; number <= count; number += 1) await audit.record(numberedEntry(number));
}

/** What an attacker needs the rights of the owner for. */
export async function liftAuditGuards({ engine, queries }: Database): Promise<void> {
  const table = engine === 'postgres' ? ' on audit_entry' : '';
  for (const name of ['audit_entry_no_update', 'audit_entry_no_delete']) {
    await sql.raw(`drop trigger ${name}${table}`).execute(queries);
  }
}
