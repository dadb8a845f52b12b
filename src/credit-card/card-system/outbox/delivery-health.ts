import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock';
import { type CardSystemHealth } from '../card-system';
import { OutboxRelay } from './outbox-relay';
import { type OutboxBacklog, OutboxRepository } from './outbox.repository';

/** As long as the alarm waits too. */
const LATE_AFTER_SECONDS = 60;

/** Says how deliveries to the bank's card system go, from what is known here: it asks the bank nothing. */
@Injectable()
export class DeliveryHealth {
  constructor(
    private readonly relay: OutboxRelay,
    private readonly outbox: OutboxRepository,
    private readonly clock: Clock,
  ) {}

  /** Never throws. `undefined` when our own tables are the card system, so that nothing is delivered. */
  async check(): Promise<CardSystemHealth | undefined> {
    if (!this.relay.hasOutsideSystem) return undefined;
    try {
      return this.judge(await this.outbox.measureBacklog());
    } catch {
      // The database's own check says why.
      return { state: 'down', detail: 'The outbox cannot be read.' };
    }
  }

  private judge({ count, oldestAt = this.clock.now() }: OutboxBacklog): CardSystemHealth {
    const oldestSeconds = Math.floor((this.clock.now().getTime() - oldestAt.getTime()) / 1_000);
    const isUp = !this.relay.isHeldOff && oldestSeconds <= LATE_AFTER_SECONDS;
    const course = this.relay.isHeldOff
      ? 'The card system failed too often and is tried with care'
      : 'Calls go through';
    const backlog = count === 0 ? 'no action waits' : `${count} waiting, the oldest for ${oldestSeconds} s`;
    return { state: isUp ? 'up' : 'down', detail: `${course}; ${backlog}.` };
  }
}
