import { Logger } from '@nestjs/common';
import { Clock } from '../../../common/clock';
import { CardSystemError } from '../card-system-error';
import { type BankReply } from '../http/bank-reply';
import { BankConnection } from '../http/bank-connection';
import { HttpCardSystem } from '../http/http-card-system';
import { type BankRequest } from '../http/to-bank-request';
import { OutboxAlarm } from './outbox-alarm';
import { OutboxRelay } from './outbox-relay';
import { type OutboxBacklog, OutboxRepository } from './outbox.repository';
import { type StoredAction } from './to-card-command';

const PROMISED_MS = 5_000;
const CALL_MS = 2_000;
/** One action alone rests longest between attempts; many keep the breaker open. */
const BACKLOGS = [1, 40];
/** Odd, so that the recoveries fall into every phase of the schedule. */
const STEP_MS = 373;
const OUTAGES_MS = Array.from({ length: 40 }, (_, index) => 100 + index * STEP_MS);

interface Row {
  readonly action: StoredAction;
  freeAtMs: number;
  attempts: number;
  deliveredAtMs?: number;
}

/** The outbox of many cards, one action each, without a store behind it: only the time between attempts matters here. */
class MemoryOutbox extends OutboxRepository {
  readonly rows: readonly Row[];

  constructor(clock: Clock, backlog: number) {
    super(undefined as never, clock);
    this.rows = Array.from({ length: backlog }, (_, index) => ({
      action: {
        id: `action-${index}`,
        operation: 'block_card',
        card_id: `card-${index}`,
        customer_id: 'customer',
        created_at: '2026-11-23T09:00:00.000Z',
        reason: null,
        transaction_id: null,
      },
      freeAtMs: 0,
      attempts: 0,
    }));
  }

  override findDue({ limit, except }: Parameters<OutboxRepository['findDue']>[0]): Promise<readonly StoredAction[]> {
    const due = this.rows.filter((row) => isFree(row) && !except.includes(row.action.id));
    due.sort((left, right) => left.attempts - right.attempts);
    return Promise.resolve(due.slice(0, limit).map(({ action }) => action));
  }

  override claim(actionId: string, leaseMs: number): Promise<number | undefined> {
    const row = this.find(actionId);
    if (!isFree(row)) return Promise.resolve(undefined);
    row.freeAtMs = Date.now() + leaseMs;
    row.attempts += 1;
    return Promise.resolve(row.attempts);
  }

  override giveBack(actionId: string, { restMs }: { readonly restMs: number }): Promise<void> {
    this.find(actionId).freeAtMs = Date.now() + restMs;
    return Promise.resolve();
  }

  override markDelivered(actionId: string): Promise<void> {
    this.find(actionId).deliveredAtMs = Date.now();
    return Promise.resolve();
  }

  override measureBacklog(): Promise<OutboxBacklog> {
    return Promise.resolve({ count: 0 });
  }

  private find(actionId: string): Row {
    const row = this.rows.find(({ action }) => action.id === actionId);
    if (row === undefined) throw new Error(`There is no action ${actionId}.`);
    return row;
  }
}

const isFree = ({ deliveredAtMs, freeAtMs }: Row): boolean => deliveredAtMs === undefined && freeAtMs <= Date.now();

interface Outage {
  readonly fail: () => Promise<never>;
  readonly outageMs: number;
  readonly backlog: number;
}

/** How a bank fails that is away; after that it answers at once. */
const OUTAGES: Readonly<Record<string, () => Promise<never>>> = {
  'refuses connections': () => Promise.reject(new CardSystemError('card_system_unavailable', 'refused')),
  'never answers': () =>
    new Promise((_resolve, reject) => {
      setTimeout(() => {
        reject(new CardSystemError('card_system_unavailable', `No whole reply within ${CALL_MS} ms.`));
      }, CALL_MS);
    }),
};

describe(`The schedule of ${OutboxRelay.name}`, () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });

  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  /** @returns how long after the bank's recovery the last action was delivered, on a clock that only the test moves. */
  async function measureRecovery({ fail, outageMs, backlog }: Outage): Promise<number> {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    const recoveredAtMs = Date.now() + outageMs;
    jest
      .spyOn(BankConnection.prototype, 'send')
      .mockImplementation(({ idempotencyKey }: BankRequest): Promise<BankReply> => {
        if (Date.now() < recoveredAtMs) return fail();
        return Promise.resolve({ status: 200, body: JSON.stringify({ actionId: idempotencyKey }) });
      });
    const outbox = new MemoryOutbox(new Clock(), backlog);
    const cardSystem = new HttpCardSystem({ url: 'http://127.0.0.1:9', token: 'token', callMs: CALL_MS });
    const relay = new OutboxRelay(cardSystem, outbox, new OutboxAlarm(outbox, new Clock()));
    await relay.onModuleInit();
    await jest.advanceTimersByTimeAsync(outageMs + PROMISED_MS);
    const delivered = outbox.rows.map(({ deliveredAtMs = Infinity }) => deliveredAtMs - recoveredAtMs);
    const stopping = relay.onApplicationShutdown();
    await jest.advanceTimersByTimeAsync(PROMISED_MS);
    await stopping;
    jest.useRealTimers();
    return Math.max(...delivered);
  }

  it.each(Object.entries(OUTAGES).flatMap(([how, fail]) => BACKLOGS.map((backlog) => ({ how, fail, backlog }))))(
    'should deliver $backlog actions that waited within five seconds, whenever a bank that $how comes back',
    async ({ fail, backlog }) => {
      const late: string[] = [];
      const lasted: number[] = [];
      for (const outageMs of OUTAGES_MS) {
        const lastedMs = await measureRecovery({ fail, outageMs, backlog });
        lasted.push(lastedMs);
        if (lastedMs >= PROMISED_MS) late.push(`${lastedMs} ms after an outage of ${outageMs} ms`);
        jest.restoreAllMocks();
      }
      expect(late).toEqual([]);
      // The bank is not asked all the time, or the schedule would not be what was tried.
      expect(Math.max(...lasted)).toBeGreaterThan(0);
    },
    60_000,
  );
});
