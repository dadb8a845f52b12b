import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/id-generator';
import { type QueryRunner } from '../../database/database-schema';
import { type CardRequestContext } from '../credit-card.types';

/** What was asked. An allowed `block-confirmation` is the act itself: there is one for each row of `card_action`. */
export type AuditEvent = 'cards-listing' | 'block-proposal' | 'block-confirmation' | 'proposal-withdrawal';

export interface AuditEntry {
  readonly context: CardRequestContext;
  readonly event: AuditEvent;
  readonly decision: 'allowed' | 'denied';
  readonly reason?: string;
  readonly customerId?: string | undefined;
  readonly cardId?: string;
  readonly actionId?: string;
}

/** Writes the append-only record of what was asked, decided and done. */
@Injectable()
export class AuditRepository {
  constructor(
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** @param runner the transaction of the audited change, so that neither is stored without the other. */
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
}
