import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { CardSystem, type DeliveryOutcome } from '../card-system';
import { CardSystemError } from '../card-system-error';
import { Bell } from './bell';
import { nameError } from './name-error';
import { OutboxAlarm } from './outbox-alarm';
import { OutboxRepository, type Settlement } from './outbox.repository';
import { type StoredAction, toCardCommand } from './to-card-command';
import { WaitingRoom } from './waiting-room';

/** How many actions are on their way at once; they are of as many cards. */
const MAX_UNDER_WAY = 16;
const POLL_MS = 250;
/** Longer than any call, so that only the claim of a dead instance runs out. */
const LEASE_MS = 3_000;
const FIRST_REST_MS = 100;
/** A call that hangs (2 s), a breaker that opens on it (1 s), this rest and a poll together stay below five seconds. */
const LONGEST_REST_MS = 500;
const SETTLE_MS = 1_500;
/** For what another instance delivers; the own deliveries ring. */
const SETTLE_POLL_MS = 200;

/**
 * Tells the bank's card system of every committed action: each at least once, under its key, and those of one card in
 * their order. Several instances may run one each; a row is claimed before it is sent.
 */
@Injectable()
export class OutboxRelay implements OnModuleInit, OnApplicationShutdown {
  private readonly bell = new Bell();
  private readonly waitingRoom = new WaitingRoom();
  private readonly underWay = new Map<string, Promise<void>>();
  private running: Promise<void> | undefined;
  private isStopping = false;
  /** Until then the card system is left alone; after it one delivery tries first. */
  private pausedUntilMs: number | undefined;

  constructor(
    private readonly cardSystem: CardSystem,
    private readonly outbox: OutboxRepository,
    private readonly alarm: OutboxAlarm,
  ) {}

  async onModuleInit(): Promise<void> {
    if (this.hasOutsideSystem) this.running ??= this.run();
    else await this.alarm.checkForgotten();
  }

  /** Waits for the deliveries under way, each of which is bounded in time. */
  async onApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.bell.ring();
    this.waitingRoom.ringAll();
    await this.running;
    this.cardSystem.close();
  }

  /**
   * Tells whether the card system has taken an action, for as long as a caller can wait: `pending` says that it will
   * be told of it later. To be called right after the action's commit. Never throws.
   *
   * @param timeoutMs at most this long, 1,500 unless given; less while the card system is known to be away.
   */
  async settle(actionId: string, timeoutMs = SETTLE_MS): Promise<Settlement> {
    if (!this.hasOutsideSystem) return 'delivered';
    const deadlineMs = performance.now() + timeoutMs;
    this.bell.ring();
    try {
      return await this.waitingRoom.waitFor(actionId, (news) => this.watch(actionId, { news, deadlineMs }));
    } catch (error) {
      this.alarm.storeFailed(error);
      return 'pending';
    }
  }

  /** Whether there is a card system besides our own tables. */
  get hasOutsideSystem(): boolean {
    return this.cardSystem.kind === 'http';
  }

  /** Whether the card system failed too often, and no delivery has succeeded since. */
  get isHeldOff(): boolean {
    return this.pausedUntilMs !== undefined;
  }

  private async watch(
    actionId: string,
    { news, deadlineMs }: { readonly news: Bell; readonly deadlineMs: number },
  ): Promise<Settlement> {
    for (;;) {
      const settlement = await this.outbox.readSettlement(actionId);
      const leftMs = deadlineMs - performance.now();
      const isWorthWaiting = !this.isStopping && !this.isPaused() && leftMs > 0;
      if (settlement !== 'pending' || !isWorthWaiting) return settlement;
      await news.sleep(Math.min(SETTLE_POLL_MS, leftMs));
    }
  }

  private async run(): Promise<void> {
    while (!this.isStopping) {
      const found = await this.startDeliveries();
      if (found === 0) await this.bell.sleep(POLL_MS);
    }
    await Promise.all(this.underWay.values());
  }

  private async startDeliveries(): Promise<number> {
    try {
      await this.alarm.checkLag();
      const limit = this.countFreePlaces();
      if (limit === 0) return 0;
      const due = await this.outbox.findDue({ limit, except: [...this.underWay.keys()] });
      for (const action of due) this.start(action);
      return due.length;
    } catch (error) {
      this.alarm.storeFailed(error);
      return 0;
    }
  }

  private countFreePlaces(): number {
    if (this.isPaused()) return 0;
    const places = this.pausedUntilMs === undefined ? MAX_UNDER_WAY : 1;
    return Math.max(places - this.underWay.size, 0);
  }

  private isPaused(): boolean {
    return this.pausedUntilMs !== undefined && performance.now() < this.pausedUntilMs;
  }

  private start(action: StoredAction): void {
    const delivery = this.claimAndDeliver(action)
      .catch(async (error: unknown) => {
        // Whatever was not stored is sent again, under the same key, once the claim has run out.
        this.alarm.storeFailed(error);
        await sleep(POLL_MS);
      })
      .finally(() => {
        this.underWay.delete(action.id);
        this.bell.ring();
        this.waitingRoom.ring(action.id);
      });
    this.underWay.set(action.id, delivery);
  }

  private async claimAndDeliver(action: StoredAction): Promise<void> {
    const attempts = await this.outbox.claim(action.id, LEASE_MS);
    if (attempts === undefined) return;
    let outcome: DeliveryOutcome;
    try {
      outcome = await this.cardSystem.deliver(toCardCommand(action));
    } catch (error) {
      this.noteFailure(action, error);
      const restMs = Math.min(FIRST_REST_MS * 2 ** (attempts - 1), LONGEST_REST_MS);
      await this.outbox.giveBack(action.id, { error: nameError(error), restMs });
      return;
    }
    this.pausedUntilMs = undefined;
    if (outcome.status === 'delivered') await this.outbox.markDelivered(action.id);
    else await this.noteRefusal(action, outcome.reason);
  }

  private noteFailure(action: StoredAction, error: unknown): void {
    this.alarm.failed(action, error);
    if (!(error instanceof CardSystemError) || error.code !== 'card_system_paused') return;
    this.pausedUntilMs = performance.now() + (error.retryAfterSeconds ?? 0) * 1_000;
    // Nobody waits for a card system that is left alone.
    this.waitingRoom.ringAll();
  }

  private async noteRefusal(action: StoredAction, reason: string): Promise<void> {
    await this.outbox.markRefused(action.id, reason);
    const bankState = await this.cardSystem.readState(action.card_id).then(
      (state) => state ?? 'unknown_card',
      () => 'not_known_now',
    );
    this.alarm.refused(action, { reason, bankState });
  }
}
