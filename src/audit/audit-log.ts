import { Injectable } from '@nestjs/common';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/id-generator';
import { Database } from '../database/database';
import { type QueryRunner } from '../database/database-schema';

export interface AuditEntry {
  readonly context: CallContext;
  /**
   * What was asked, a noun and an action such as `block-card-proposal`. An allowed `...-confirmation` is the act itself:
   * there is one for each row of `card_action`.
   */
  readonly event: string;
  readonly decision: 'allowed' | 'denied';
  readonly reason?: string | undefined;
  readonly customerId?: string | undefined;
  readonly cardId?: string | undefined;
  readonly actionId?: string | undefined;
}

/** Writes the append-only record of what was asked, decided and done. */
@Injectable()
export class AuditLog {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * @param runner the transaction of the audited change, so that neither is stored without the other. Append last:
   * entries follow one another, so the next one waits until this transaction ends.
   */
  async append(runner: QueryRunner, entry: AuditEntry): Promise<void> {
    const { context } = entry;
    await runner
      .insertInto('audit_entry')
      .values({
        id: this.ids.next(),
        at: this.clock.now().toISOString(),
        event: entry.event,
        decision: entry.decision,
        reason: entry.reason ?? null,
        caller_level: context.caller.level,
        conversation_key: context.conversationKey,
        request_id: context.requestId,
        customer_id: entry.customerId ?? null,
        card_id: entry.cardId ?? null,
        action_id: entry.actionId ?? null,
      })
      .execute();
  }

  /** An entry that belongs to no other change. */
  async record(entry: AuditEntry): Promise<void> {
    await this.database.transaction((transaction) => this.append(transaction, entry));
  }
}
