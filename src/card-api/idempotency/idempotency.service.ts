import { Injectable, Logger } from '@nestjs/common';
import { DatabaseError } from '../../database/database-error';
import { IdempotencyKeyReusedError, RequestInFlightError } from './idempotency-error';
import { IdempotencyRepository, type KeyedRequest, type Lease } from './idempotency.repository';
import { isRefusal } from './is-refusal';

export interface KeyedReply {
  /** JSON text, sent as it is. */
  readonly body: string;
  /** Whether it answers an earlier copy of the request. */
  readonly replayed: boolean;
}

/** Does what a request asks for once, however often it is sent with the same key. */
@Injectable()
export class IdempotencyService {
  private readonly logger = new Logger(IdempotencyService.name);

  constructor(private readonly records: IdempotencyRepository) {}

  /**
   * Only an answer is kept. After a refusal the key is free; after any other failure the same request can be sent
   * again, and finds by its id what the failed attempt has done.
   *
   * @param work is given the id of the request: the same one for each attempt at it.
   * @throws IdempotencyKeyReusedError, RequestInFlightError, and what `work` throws
   */
  async answerOnce(request: KeyedRequest, work: (id: string) => Promise<unknown>): Promise<KeyedReply> {
    const claim = await this.records.claim(request);
    switch (claim.status) {
      case 'answered':
        return { body: claim.reply, replayed: true };
      case 'in_flight':
        throw new RequestInFlightError();
      case 'reused':
        throw new IdempotencyKeyReusedError('The Idempotency-Key came with another request before.');
      case 'claimed':
        return this.answer(claim.lease, work);
    }
  }

  private async answer(lease: Lease, work: (id: string) => Promise<unknown>): Promise<KeyedReply> {
    try {
      const body = JSON.stringify(await work(lease.id));
      return { body: await this.records.complete(lease, body), replayed: false };
    } catch (error) {
      await this.release(lease, error);
      throw error;
    }
  }

  /** A store that fails here too has nothing to add to the first failure; the lease then ends by itself. */
  private async release(lease: Lease, reason: unknown): Promise<void> {
    try {
      await (isRefusal(reason) ? this.records.forget(lease) : this.records.endLease(lease));
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      this.logger.warn({ err: error }, 'An idempotency key stays taken until its lease ends');
    }
  }
}
