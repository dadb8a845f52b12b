import { Injectable } from '@nestjs/common';
import { AuditLog } from '../../audit/audit-log';
import { type JsonValue } from '../../common/json';
import { maskPhoneNumber } from '../../common/phone-number';
import { Database } from '../../database/database';
import { type QueryRunner } from '../../database/database-schema';
import { standingOf } from '../attempt-limit';
import { type Moment, type RequestPasscodeOutcome } from '../identity.types';
import { type OutgoingPasscode } from '../otp/otp-sender';
import { PasscodeMaker } from '../passcode-maker';
import { CODES_WINDOW_MS, earlier, later, MAX_CODES, PASSCODE_LIFETIME_MS, RESEND_PAUSE_MS } from '../time-limits';
import { lockAttemptLimit } from './lock-attempt-limit';

interface StoredRequest {
  readonly outcome: RequestPasscodeOutcome;
  /** To be sent; absent when nothing is, for one reason or another. */
  readonly outgoing?: OutgoingPasscode;
  readonly customerId?: string | undefined;
}

type NewRequest = Moment & { readonly resume: JsonValue | undefined };
type CustomerRequest = NewRequest & { readonly customerId: string | undefined };
type Refusal = Extract<RequestPasscodeOutcome, { readonly status: 'resend_limited' | 'locked' }>;

@Injectable()
export class PasscodeRequestRepository {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditLog,
    private readonly maker: PasscodeMaker,
  ) {}

  /** One transaction. A number that nobody has leaves the same rows behind, by the same statements. */
  async store(request: NewRequest): Promise<StoredRequest> {
    const { context, phoneNumber, now } = request;
    return this.database.transaction(async (transaction) => {
      const { limit } = await lockAttemptLimit(transaction, { kind: 'passcode', phoneNumber });
      const repeated = await this.findRepeated(transaction, request);
      if (repeated !== undefined) return { outcome: repeated };
      const customerId = await this.findCustomerId(transaction, request);
      const standing = standingOf(limit, now);
      const refusal = standing.status === 'locked' ? standing : await this.findResendLimit(transaction, request);
      if (refusal === undefined) return this.insert(transaction, { ...request, customerId });
      await this.audit.append(transaction, {
        context,
        event: 'passcode-request',
        decision: 'denied',
        reason: refusal.status,
        customerId,
      });
      return { outcome: refusal };
    });
  }

  /**
   * The code that this turn has asked for already. In other words, as when a transcript is corrected, it is still the
   * same turn, and the later words say better what is to be taken up afterwards. A code that was used, or that a newer one ended, is no
   * repeat: where conversations are named by their words, the caller has called again.
   */
  private async findRepeated(
    transaction: QueryRunner,
    { context, phoneNumber, resume, now }: NewRequest,
  ): Promise<RequestPasscodeOutcome | undefined> {
    const row = await transaction
      .selectFrom('passcode')
      .where('phone_number', '=', phoneNumber)
      .where('conversation_key', '=', context.conversationKey)
      .where('user_turn', '=', context.userTurn)
      .where('expires_at', '>', now.toISOString())
      .where('used_in_turn', 'is', null)
      .where('ended_at', 'is', null)
      .orderBy('sent_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .select(['id', 'turn_key', 'expires_at'])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    if (row.turn_key !== context.turnKey) {
      await transaction
        .updateTable('passcode')
        .set({ turn_key: context.turnKey, resume: toText(resume) })
        .where('id', '=', row.id)
        .execute();
    }
    return {
      status: 'sent',
      maskedNumber: maskPhoneNumber(phoneNumber),
      expiresAt: new Date(row.expires_at),
      repeated: true,
    };
  }

  private async findCustomerId(transaction: QueryRunner, { phoneNumber }: Moment): Promise<string | undefined> {
    const row = await transaction
      .selectFrom('customer')
      .where('phone_number', '=', phoneNumber)
      .select('id')
      .executeTakeFirst();
    return row?.id;
  }

  private async findResendLimit(
    transaction: QueryRunner,
    { context, phoneNumber, now }: NewRequest,
  ): Promise<Refusal | undefined> {
    const rows = await transaction
      .selectFrom('passcode')
      .where('phone_number', '=', phoneNumber)
      .where('sent_at', '>', earlier(now, CODES_WINDOW_MS).toISOString())
      .orderBy('sent_at', 'desc')
      .limit(MAX_CODES)
      .select(['conversation_key', 'sent_at', 'expires_at', 'ended_at'])
      .execute();
    const [newest] = rows;
    if (newest === undefined) return undefined;
    const oldest = rows.length === MAX_CODES ? rows.at(-1) : undefined;
    const pauseEnd = later(new Date(newest.sent_at), RESEND_PAUSE_MS);
    const windowEnd = oldest === undefined ? pauseEnd : later(new Date(oldest.sent_at), CODES_WINDOW_MS);
    const retryAt = windowEnd > pauseEnd ? windowEnd : pauseEnd;
    if (retryAt <= now) return undefined;
    const keys = [context.conversationKey, ...context.earlierConversationKeys];
    const earlierCodeOpen = rows.some(
      (row) => keys.includes(row.conversation_key) && row.ended_at === null && new Date(row.expires_at) > now,
    );
    return { status: 'resend_limited', retryAt, earlierCodeOpen };
  }

  private async insert(transaction: QueryRunner, request: CustomerRequest): Promise<StoredRequest> {
    const { context, phoneNumber, customerId, now } = request;
    const inherited = await this.endOlderOnes(transaction, request);
    const { id, code, codeHash } = this.maker.make();
    const expiresAt = later(now, PASSCODE_LIFETIME_MS);
    await transaction
      .insertInto('passcode')
      .values({
        id,
        phone_number: phoneNumber,
        customer_id: customerId ?? null,
        conversation_key: context.conversationKey,
        turn_key: context.turnKey,
        user_turn: context.userTurn,
        code_hash: codeHash,
        resume: toText(request.resume) ?? inherited,
        sent_at: now.toISOString(),
        expires_at: expiresAt.toISOString(),
      })
      .execute();
    await this.audit.append(transaction, { context, event: 'passcode-request', decision: 'allowed', customerId });
    return {
      outcome: { status: 'sent', maskedNumber: maskPhoneNumber(phoneNumber), expiresAt, repeated: false },
      ...(customerId === undefined ? {} : { customerId, outgoing: { id, to: phoneNumber, code, expiresAt } }),
    };
  }

  /**
   * A late copy of an earlier turn must not end what a later turn asked for.
   *
   * @returns what the latest of them was for, so that a code that is only sent again is still for the same.
   */
  private async endOlderOnes(transaction: QueryRunner, { context, phoneNumber, now }: Moment): Promise<string | null> {
    const ended = await transaction
      .updateTable('passcode')
      .set({ ended_at: now.toISOString() })
      .where('phone_number', '=', phoneNumber)
      .where('conversation_key', 'in', [context.conversationKey, ...context.earlierConversationKeys])
      .where('user_turn', '<=', context.userTurn)
      .where('ended_at', 'is', null)
      .returning(['id', 'resume'])
      .execute();
    return ended.sort((left, right) => right.id.localeCompare(left.id))[0]?.resume ?? null;
  }
}

function toText(resume: JsonValue | undefined): string | null {
  return resume === undefined ? null : JSON.stringify(resume);
}
