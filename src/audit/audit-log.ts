import { Injectable } from '@nestjs/common';
import { type CallContext } from '../common/call-context';
import { Clock } from '../common/clock';
import { IdGenerator } from '../common/id-generator';
import { Database } from '../database/database';
import { type QueryRunner } from '../database/database-schema';
import { appendToChain } from './append-to-chain';
import { toStorable } from './to-storable';

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

/** Writes the append-only, hash-chained record of what was asked, decided and done. */
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
    await appendToChain({
      transaction: runner,
      engine: this.database.engine,
      entry: {
        id: this.ids.next(),
        at: this.clock.now().toISOString(),
        event: entry.event,
        decision: entry.decision,
        reason: toStorable(entry.reason),
        actor: toStorable(context.actor),
        caller_level: context.caller.level,
        conversation_key: toStorable(context.conversationKey),
        request_id: toStorable(context.requestId),
        customer_id: toStorable(entry.customerId),
        card_id: toStorable(entry.cardId),
        action_id: toStorable(entry.actionId),
      },
    });
  }

  /** An entry that belongs to no other change. */
  async record(entry: AuditEntry): Promise<void> {
    await this.database.transaction((transaction) => this.append(transaction, entry));
  }
}
