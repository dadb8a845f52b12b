import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../common/clock';
import { IdGenerator } from '../../common/id-generator';
import { Database } from '../../database/database';
import { RequestInFlightError } from './idempotency-error';

const SECOND_MS = 1_000;
/** Far longer than any request takes; only an instance that died keeps its requests from being repeated this long. */
const LEASE_MS = 30 * SECOND_MS;
const LIFETIME_MS = 24 * 60 * 60 * SECOND_MS;

export interface KeyedRequest {
  readonly tenant: string;
  readonly path: string;
  readonly keyDigest: string;
  readonly requestDigest: string;
}

/** The right to work on a request. */
export interface Lease {
  /** Names the request, whoever works on it. */
  readonly id: string;
  readonly leaseId: string;
}

export type Claim =
  | { readonly status: 'claimed'; readonly lease: Lease }
  /** It was answered before. */
  | { readonly status: 'answered'; readonly reply: string }
  /** Somebody else works on it. */
  | { readonly status: 'in_flight' }
  /** The key belongs to another request. */
  | { readonly status: 'reused' };

/** Remembers for 24 hours what was answered to whom, and decides who of several at once may work on a request. */
@Injectable()
export class IdempotencyRepository {
  private readonly logger = new Logger(IdempotencyRepository.name);

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly ids: IdGenerator,
  ) {}

  /** Each step is one statement, and the primary key the arbiter: nobody looks first and writes afterwards. */
  async claim(request: KeyedRequest): Promise<Claim> {
    const lease =
      (await this.insert(request)) ?? (await this.takeExpired(request)) ?? (await this.takeAbandoned(request));
    return lease === undefined ? this.readStanding(request) : { status: 'claimed', lease };
  }

  /**
   * @returns what is answered: the given reply, or the one of whoever took the request over meanwhile.
   * @throws RequestInFlightError when that one is still at work.
   */
  async complete(lease: Lease, reply: string): Promise<string> {
    const completed = await this.database.queries
      .updateTable('idempotency_record')
      .set({ reply })
      .where('id', '=', lease.id)
      .where('lease_id', '=', lease.leaseId)
      .returning('id')
      .executeTakeFirst();
    if (completed !== undefined) return reply;
    const record = await this.database.queries
      .selectFrom('idempotency_record')
      .where('id', '=', lease.id)
      .select('reply')
      .executeTakeFirst();
    // Two replies to one key may differ, so only one that is kept is given.
    if (record?.reply === null) throw new RequestInFlightError();
    return record?.reply ?? reply;
  }

  /** After a refusal that changed nothing: the key is free again, for whatever request. */
  async forget({ id, leaseId }: Lease): Promise<void> {
    await this.database.queries
      .deleteFrom('idempotency_record')
      .where('id', '=', id)
      .where('lease_id', '=', leaseId)
      .where('reply', 'is', null)
      .execute();
  }

  /** After a failure whose outcome is not known: the same request may be tried again at once, and no other. */
  async endLease({ id, leaseId }: Lease): Promise<void> {
    await this.database.queries
      .updateTable('idempotency_record')
      .set({ leased_until: this.clock.now().toISOString() })
      .where('id', '=', id)
      .where('lease_id', '=', leaseId)
      .where('reply', 'is', null)
      .execute();
  }

  private async insert(request: KeyedRequest): Promise<Lease | undefined> {
    const row = await this.database.queries
      .insertInto('idempotency_record')
      .values(this.toRow(request))
      .onConflict((conflict) => conflict.columns(['tenant', 'path', 'key_digest']).doNothing())
      .returning(['id', 'lease_id'])
      .executeTakeFirst();
    if (row === undefined) return undefined;
    await this.tidy();
    return { id: row.id, leaseId: row.lease_id };
  }

  private async takeExpired(request: KeyedRequest): Promise<Lease | undefined> {
    const row = await this.database.queries
      .updateTable('idempotency_record')
      .set({ ...this.toRow(request), reply: null })
      .where('tenant', '=', request.tenant)
      .where('path', '=', request.path)
      .where('key_digest', '=', request.keyDigest)
      .where('expires_at', '<=', this.clock.now().toISOString())
      .returning(['id', 'lease_id'])
      .executeTakeFirst();
    return row === undefined ? undefined : { id: row.id, leaseId: row.lease_id };
  }

  /** Keeps the id, so that whoever goes on finds what was done before. */
  private async takeAbandoned(request: KeyedRequest): Promise<Lease | undefined> {
    const { lease_id, leased_until } = this.toRow(request);
    const row = await this.database.queries
      .updateTable('idempotency_record')
      .set({ lease_id, leased_until })
      .where('tenant', '=', request.tenant)
      .where('path', '=', request.path)
      .where('key_digest', '=', request.keyDigest)
      .where('request_digest', '=', request.requestDigest)
      .where('reply', 'is', null)
      .where('leased_until', '<=', this.clock.now().toISOString())
      .returning(['id', 'lease_id'])
      .executeTakeFirst();
    return row === undefined ? undefined : { id: row.id, leaseId: row.lease_id };
  }

  private async readStanding({ tenant, path, keyDigest, requestDigest }: KeyedRequest): Promise<Claim> {
    const record = await this.database.queries
      .selectFrom('idempotency_record')
      .where('tenant', '=', tenant)
      .where('path', '=', path)
      .where('key_digest', '=', keyDigest)
      .select(['request_digest', 'reply'])
      .executeTakeFirst();
    // One that was refused a moment ago has left nothing; the client asks once more.
    if (record === undefined) return { status: 'in_flight' };
    if (record.request_digest !== requestDigest) return { status: 'reused' };
    return record.reply === null ? { status: 'in_flight' } : { status: 'answered', reply: record.reply };
  }

  /** The record that was just made is what counts: a failure here must not keep its request from being worked on. */
  private async tidy(): Promise<void> {
    try {
      await this.removeOneExpired();
    } catch (error) {
      this.logger.warn({ err: error }, 'An expired idempotency record could not be removed');
    }
  }

  /** One for each that is added keeps the table small; several at once could wait for each other in a circle. */
  private async removeOneExpired(): Promise<void> {
    await this.database.queries
      .deleteFrom('idempotency_record')
      .where('id', '=', (query) =>
        query
          .selectFrom('idempotency_record as oldest')
          .where('oldest.expires_at', '<=', this.clock.now().toISOString())
          .orderBy('oldest.expires_at')
          .limit(1)
          .select('oldest.id'),
      )
      .execute();
  }

  private toRow({ tenant, path, keyDigest, requestDigest }: KeyedRequest): NewRecord {
    const nowMs = this.clock.now().getTime();
    return {
      id: this.ids.next(),
      tenant,
      path,
      key_digest: keyDigest,
      request_digest: requestDigest,
      lease_id: this.ids.next(),
      leased_until: new Date(nowMs + LEASE_MS).toISOString(),
      created_at: new Date(nowMs).toISOString(),
      expires_at: new Date(nowMs + LIFETIME_MS).toISOString(),
    };
  }
}

interface NewRecord {
  readonly id: string;
  readonly tenant: string;
  readonly path: string;
  readonly key_digest: string;
  readonly request_digest: string;
  readonly lease_id: string;
  readonly leased_until: string;
  readonly created_at: string;
  readonly expires_at: string;
}
