import { circuitBreaker, ConsecutiveBreaker, handleWhen, isBrokenCircuitError } from 'cockatiel';
import { type CardState } from '../../credit-card.types';
import { type CardCommand, CardSystem, type CardSystemHealth, type DeliveryOutcome } from '../card-system';
import { CardSystemError } from '../card-system-error';
import { BankConnection } from './bank-connection';
import { toRetryableError } from './bank-reply';
import { mapCardReply } from './map-card-reply';
import { mapDeliveryReply } from './map-delivery-reply';
import { toBankRequest } from './to-bank-request';

interface HttpCardSystemSettings {
  /** https, or http on loopback; without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** For one call, 2,000 unless given. */
  readonly callMs?: number;
}

const CALL_MS = 2_000;
/** More than the outbox has under way at once, so that one flight which times out together does not open it. */
const FAILURES_IN_A_ROW = 20;
const OPEN_MS = 1_000;
/** The breaker measures in whole milliseconds of another clock. */
const CLOCK_MARGIN_MS = 10;

/**
 * The bank's own card system behind its REST API, as docs/card-system.openapi.json describes it. After twenty
 * failures in a row it is left alone for a second; then one call tries, and its result decides.
 */
export class HttpCardSystem extends CardSystem {
  readonly kind = 'http';
  private readonly connection: BankConnection;
  private readonly breaker = circuitBreaker(handleWhen(isFailure), {
    halfOpenAfter: OPEN_MS,
    breaker: new ConsecutiveBreaker(FAILURES_IN_A_ROW),
  });
  private openedAtMs = 0;

  constructor({ url, token, callMs = CALL_MS }: HttpCardSystemSettings) {
    super();
    this.connection = new BankConnection({ url, token, callMs });
    this.breaker.onBreak(() => {
      this.openedAtMs = performance.now();
    });
  }

  deliver(command: CardCommand): Promise<DeliveryOutcome> {
    return this.whileClosed(async () => {
      const reply = await this.connection.send(toBankRequest(command));
      return mapDeliveryReply(command, reply);
    });
  }

  readState(cardId: string): Promise<CardState | undefined> {
    return this.whileClosed(async () => {
      const reply = await this.connection.send({ method: 'GET', path: `/v1/cards/${encodeURIComponent(cardId)}` });
      return mapCardReply(cardId, reply);
    });
  }

  /** Past the breaker: it asks how the bank is, and not how it was. */
  async checkHealth(): Promise<CardSystemHealth> {
    try {
      const reply = await this.connection.send({ method: 'GET', path: '/v1/health' });
      if (reply.status !== 200) throw toRetryableError(reply);
      return { state: 'up', detail: 'The card system answers.' };
    } catch (error) {
      return { state: 'down', detail: error instanceof Error ? error.message : String(error) };
    }
  }

  close(): void {
    this.connection.close();
  }

  private async whileClosed<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.breaker.execute(work);
    } catch (error) {
      if (!isBrokenCircuitError(error)) throw error;
      const restMs = Math.max(this.openedAtMs + OPEN_MS - performance.now(), 0) + CLOCK_MARGIN_MS;
      throw new CardSystemError('card_system_paused', 'The card system failed too often; it is left alone.', {
        cause: error,
        retryAfterSeconds: restMs / 1_000,
      });
    }
  }
}

/** A copy that is still in flight is the affair of one action, and shows that the bank works. */
function isFailure(error: unknown): boolean {
  return !(error instanceof CardSystemError && error.code === 'card_system_busy');
}
