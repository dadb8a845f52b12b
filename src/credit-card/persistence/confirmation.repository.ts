import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type CallContext } from '../../common/call-context';
import { IdGenerator } from '../../common/id-generator';
import { type ChangeOperation } from '../../common/operation';
import { type PhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { type PendingActionRow } from '../../database/schema/action-tables';
import { type CommitOutcome, type DeniedOutcome, type DoneOutcome } from '../credit-card.outcomes';
import { nameEvent } from '../name-event';
import { TRANSITIONS } from '../transitions';
import { act } from './act';
import { readCard } from './card.repository';
import { lockCustomer } from './lock-customer';
import { toReplacement } from './replacement.repository';

/** Whether the caller may do this now; asked within the transaction, about the row that is to be consumed. */
export type Authorisation = (
  proposal: Pick<PendingActionRow, 'operation' | 'last_four_given'>,
) => DeniedOutcome | undefined;

export interface Confirmation {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly pendingActionId: string;
  readonly operation: ChangeOperation;
  readonly authorise: Authorisation;
  readonly hasOutsideSystem: boolean;
  readonly now: Date;
}

/** `customerId` is absent when nobody has the caller's number; it is then answered like a proposal that lapsed. */
type CustomerConfirmation = Confirmation & { readonly customerId: string | undefined };

/** Turns a proposal into an act, once, whoever asks at the same moment and however often. */
@Injectable()
export class ConfirmationRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly ids: IdGenerator,
  ) {}

  /**
   * One transaction: consume the proposal, change the card, store the act, its outbox row and its audit entry. The
   * conditional update of the proposal is the arbiter; a second consumer waits for the first one's locks, finds the
   * proposal consumed, and answers from what the first one stored.
   */
  async confirm(confirmation: Confirmation): Promise<CommitOutcome> {
    if (confirmation.context.earlierConversationKeys.length === 0) return { status: 'lapsed' };
    return this.database.transaction(async (runner) => {
      const customerId = await lockCustomer(runner, confirmation.phoneNumber);
      const request = { ...confirmation, customerId };
      const denial = await this.findDenial(runner, request);
      if (denial !== undefined) {
        await this.auditDenial(runner, request, denial.nextStep);
        return denial;
      }
      const proposal = await this.consume(runner, request);
      return proposal === undefined ? this.answerFromRecord(runner, request) : this.carryOut(runner, request, proposal);
    });
  }

  private async findDenial(
    runner: QueryRunner,
    { pendingActionId, authorise }: CustomerConfirmation,
  ): Promise<DeniedOutcome | undefined> {
    const proposal = await runner
      .selectFrom('pending_action')
      .where('id', '=', pendingActionId)
      .where('consumed_at', 'is', null)
      .select(['operation', 'last_four_given'])
      .executeTakeFirst();
    return proposal === undefined ? undefined : authorise(proposal);
  }

  private async consume(
    runner: QueryRunner,
    { context, customerId, pendingActionId, now }: CustomerConfirmation,
  ): Promise<PendingActionRow | undefined> {
    if (customerId === undefined) return undefined;
    const consumedAt = now.toISOString();
    return (
      runner
        .updateTable('pending_action')
        .set({ consumed_at: consumedAt, confirmed_by_key: context.turnKey, confirmed_turn: context.userTurn })
        .where('id', '=', pendingActionId)
        .where('customer_id', '=', customerId)
        .where('conversation_key', 'in', context.earlierConversationKeys)
        .where('user_turn', '<', context.userTurn)
        // A yes whose turn was answered anew meanwhile, by other words or a later turn, counts no more.
        .where((expression) =>
          expression.or([
            expression('answer_turn', '<', context.userTurn),
            expression('answer_key', '=', context.turnKey),
          ]),
        )
        .where('consumed_at', 'is', null)
        .where('withdrawn_at', 'is', null)
        .where('expires_at', '>', consumedAt)
        .returningAll()
        .executeTakeFirst()
    );
  }

  private async carryOut(
    runner: QueryRunner,
    { context, operation, hasOutsideSystem, now }: CustomerConfirmation,
    proposal: PendingActionRow,
  ): Promise<CommitOutcome> {
    const event = nameEvent(operation, 'confirmation');
    const concerned = { context, event, customerId: proposal.customer_id, cardId: proposal.card_id };
    const actionId = this.ids.next();
    const hasActed = await act(runner, { actionId, proposal, now, hasOutsideSystem });
    const outcome: CommitOutcome = hasActed
      ? await readDone(runner, { actionId, cardId: proposal.card_id, operation, repeated: false })
      : { status: 'not_applicable', card: await readCard(runner, proposal.card_id) };
    await this.audit.append(
      runner,
      hasActed
        ? { ...concerned, decision: 'allowed', actionId }
        : { ...concerned, decision: 'denied', reason: 'not_applicable' },
    );
    return outcome;
  }

  /**
   * What is done is done, whichever turn of the conversation said yes to it. Otherwise the proposal has lapsed, or it
   * still waits for the turn that has answered it since.
   */
  private async answerFromRecord(runner: QueryRunner, confirmation: CustomerConfirmation): Promise<CommitOutcome> {
    const { context, customerId, pendingActionId, operation, now } = confirmation;
    const record = await runner
      .selectFrom('pending_action')
      .leftJoin('card_action', 'card_action.pending_action_id', 'pending_action.id')
      .where('pending_action.id', '=', pendingActionId)
      .where('pending_action.customer_id', '=', customerId ?? '')
      .where('pending_action.conversation_key', 'in', context.earlierConversationKeys)
      .select([
        'pending_action.card_id',
        'pending_action.consumed_at',
        'pending_action.withdrawn_at',
        'pending_action.expires_at',
        'card_action.id as action_id',
      ])
      .executeTakeFirst();
    if (record === undefined || record.consumed_at === null) {
      const isOpen = record?.withdrawn_at === null && record.expires_at > now.toISOString();
      const status = isOpen ? 'superseded' : 'lapsed';
      await this.auditDenial(runner, confirmation, status);
      return { status };
    }
    const { card_id: cardId, action_id: actionId } = record;
    if (actionId === null) return { status: 'not_applicable', card: await readCard(runner, cardId) };
    return readDone(runner, { actionId, cardId, operation, repeated: true });
  }

  private async auditDenial(
    runner: QueryRunner,
    { context, operation, customerId }: CustomerConfirmation,
    reason: string,
  ): Promise<void> {
    await this.audit.append(runner, {
      context,
      event: nameEvent(operation, 'confirmation'),
      decision: 'denied',
      reason,
      customerId,
    });
  }
}

interface DoneAction extends Pick<DoneOutcome, 'actionId' | 'operation' | 'repeated'> {
  readonly cardId: string;
}

async function readDone(
  runner: QueryRunner,
  { actionId, cardId, operation, repeated }: DoneAction,
): Promise<Omit<DoneOutcome, 'delivery'>> {
  const replacement = await runner
    .selectFrom('card_replacement')
    .where('action_id', '=', actionId)
    .selectAll()
    .executeTakeFirst();
  const dispute = await runner
    .selectFrom('dispute')
    .where('action_id', '=', actionId)
    .select('reference')
    .executeTakeFirst();
  const card = await readCard(runner, cardId);
  const { to = card.state } = TRANSITIONS[operation];
  return {
    status: 'done',
    actionId,
    operation,
    card,
    repeated,
    changedSince: card.state !== to,
    ...(replacement === undefined ? {} : { replacement: toReplacement(replacement) }),
    ...(dispute === undefined ? {} : { disputeReference: dispute.reference }),
  };
}
