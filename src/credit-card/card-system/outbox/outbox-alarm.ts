import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../../common/clock';
import { nameError } from './name-error';
import { OutboxRepository } from './outbox.repository';
import { type StoredAction } from './to-card-command';

const CHECK_EVERY_MS = 5_000;
const LATE_AFTER_MS = 60_000;
const REPEAT_AFTER_MS = 60_000;

/** Tells the operator what deliveries cannot mend themselves. One kind of line is repeated once a minute at most. */
@Injectable()
export class OutboxAlarm {
  private readonly logger = new Logger('Outbox');
  private readonly saidAtMs = new Map<string, number>();
  private checkedAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
  ) {}

  /** To be called often; it looks every five seconds. */
  async checkLag(): Promise<void> {
    const nowMs = this.clock.now().getTime();
    if (nowMs - this.checkedAtMs < CHECK_EVERY_MS) return;
    this.checkedAtMs = nowMs;
    const { count, oldestAt } = await this.outbox.measureBacklog();
    if (oldestAt === undefined || nowMs - oldestAt.getTime() <= LATE_AFTER_MS || !this.mayRepeat('lag')) return;
    const oldestSeconds = Math.round((nowMs - oldestAt.getTime()) / 1_000);
    this.logger.error({ count, oldestSeconds }, 'Committed actions wait for the card system');
  }

  /** For our own tables as the card system: then nothing may wait for another one. */
  async checkForgotten(): Promise<void> {
    const { count } = await this.outbox.measureBacklog();
    if (count === 0) return;
    this.logger.error({ count }, 'Committed actions wait for a card system, but CARD_SYSTEM_URL is not set');
  }

  /** @param bankState what the bank holds of the card, as far as it could be asked. */
  refused(action: StoredAction, refusal: { readonly reason: string; readonly bankState: string }): void {
    this.logger.error({ ...name(action), ...refusal }, 'The card system refused a committed action for good');
  }

  failed(action: StoredAction, error: unknown): void {
    const code = nameError(error);
    if (code === 'card_system_paused' || !this.mayRepeat(code)) return;
    const fields = { ...name(action), err: error };
    if (code === 'card_system_unavailable' || code === 'card_system_busy') {
      this.logger.warn(fields, 'A delivery failed and is tried again');
    } else {
      this.logger.error(fields, 'Deliveries fail until somebody mends the settings or the program');
    }
  }

  storeFailed(error: unknown): void {
    if (this.mayRepeat('store')) this.logger.warn({ err: error }, 'The outbox could not be read or written');
  }

  private mayRepeat(kind: string): boolean {
    const nowMs = this.clock.now().getTime();
    if (nowMs - (this.saidAtMs.get(kind) ?? Number.NEGATIVE_INFINITY) < REPEAT_AFTER_MS) return false;
    this.saidAtMs.set(kind, nowMs);
    return true;
  }
}

function name({ id, operation, card_id }: StoredAction): object {
  return { actionId: id, operation, cardId: card_id };
}
