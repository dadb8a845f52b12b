import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database } from '../../src/database/database';
import { insertCustomer } from '../factories/customer.factory';
import { BANK_TOKEN, FakeBank } from '../support/fake-bank/fake-bank';
import { type TestStore } from '../support/database';
import { blockCard } from './callers';
import { findViolations, readFacts } from './check-invariants';
import { History } from './history';
import { type FailPoint, ServiceProcess } from './service-process';

export interface Stage {
  /** Where the service was built to. */
  readonly root: string;
  readonly store: TestStore;
  readonly database: Database;
  /** Further settings, such as a guard to be taken away. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Report {
  readonly kills: number;
  readonly requests: number;
  readonly actions: number;
  readonly violations: readonly string[];
}

const CALLERS = 5;

/** A service that is started again whenever it has died. */
class Restarter {
  kills = 0;
  logs = '';
  private service: Promise<ServiceProcess> | undefined;

  constructor(private readonly start: (run: number) => Promise<ServiceProcess>) {}

  async url(): Promise<string> {
    return (await this.current()).url;
  }

  async current(): Promise<ServiceProcess> {
    const running = await this.service;
    if (running?.hasEnded === false) return running;
    if (running !== undefined && this.service !== undefined) {
      this.logs += running.logs;
      this.kills += 1;
      this.service = undefined;
    }
    this.service ??= this.start(this.kills);
    return this.service;
  }

  async stop(): Promise<void> {
    const running = await this.service;
    if (running === undefined) return;
    await running.kill();
    this.logs += running.logs;
  }
}

/** Kills the service once at a point, starts it again, and lets every caller get their answer. */
export async function killAt({ root, store, database }: Stage, point: FailPoint): Promise<Report> {
  const bank = await new FakeBank().start();
  const phoneNumbers = await insertCallers(database, CALLERS, bank);
  const environment = { CARD_SYSTEM_URL: bank.url, CARD_SYSTEM_TOKEN: BANK_TOKEN };
  const at = randomInt(1, CALLERS);
  const restarter = new Restarter((run) =>
    ServiceProcess.start({ root, databaseUrl: store.url, environment, ...(run === 0 ? { fault: { point, at } } : {}) }),
  );
  const history = new History();
  const talks = phoneNumbers.map((phoneNumber) =>
    blockCard({ phoneNumber, history, findService: () => restarter.url(), copies: 2 }),
  );
  if (point === 'during_shutdown') {
    await sleep(randomInt(20, 120));
    (await restarter.current()).terminate();
  }
  await Promise.all(talks);
  await restarter.url();
  await waitForDelivery(database, phoneNumbers);
  await restarter.stop();
  const { requests, effects } = { requests: history.entries.length, effects: bank.ledger.effects };
  await bank.stop();
  const facts = await readFacts(database, phoneNumbers);
  const violations = findViolations({ facts, history: history.entries, logs: restarter.logs, effects });
  return { kills: restarter.kills, requests, actions: facts.actions.length, violations };
}

/** Kills the service again and again while callers confirm, each with copies of which some are cut off. */
export async function killAtRandom({ root, store, database }: Stage, kills: number): Promise<Report> {
  const restarter = new Restarter(() => ServiceProcess.start({ root, databaseUrl: store.url }));
  const history = new History();
  const phoneNumbers: string[] = [];
  let isOver = false;
  const call = async (): Promise<void> => {
    while (!isOver) {
      const [phoneNumber = ''] = await insertCallers(database, 1);
      phoneNumbers.push(phoneNumber);
      const cutAfterMs = [randomInt(1, 25), randomInt(1, 25)];
      await blockCard({ phoneNumber, history, findService: () => restarter.url(), copies: 4, cutAfterMs });
    }
  };
  const calls = Array.from({ length: CALLERS }, call);
  for (let kill = 0; kill < kills; kill += 1) {
    const service = await restarter.current();
    await sleep(randomInt(30, 250));
    await service.kill();
  }
  isOver = true;
  await Promise.all(calls);
  await restarter.stop();
  return report({ database, phoneNumbers, history, logs: restarter.logs, kills: restarter.kills });
}

/** Many yes at once, each in five copies over two processes, two of them cut off. */
export async function stormOfCopies(
  { root, store, database, environment = {} }: Stage,
  confirmations: number,
): Promise<Report> {
  const settings = { root, databaseUrl: store.url, environment };
  const services = await Promise.all([ServiceProcess.start(settings), ServiceProcess.start(settings)]);
  const history = new History();
  const phoneNumbers = await insertCallers(database, confirmations);
  const waiting = [...phoneNumbers];
  const work = async (): Promise<void> => {
    for (let phoneNumber = waiting.pop(); phoneNumber !== undefined; phoneNumber = waiting.pop()) {
      const findService = (attempt: number): Promise<string> => Promise.resolve(services[attempt % 2]?.url ?? '');
      const cutAfterMs = [randomInt(1, 30), randomInt(1, 30)];
      await blockCard({ phoneNumber, history, findService, copies: 5, cutAfterMs });
    }
  };
  await Promise.all(Array.from({ length: 4 }, work));
  const logs = services.map((service) => service.logs).join('');
  await Promise.all(services.map((service) => service.kill()));
  return report({ database, phoneNumbers, history, logs, kills: 0 });
}

/** A yes that is cut off at every moment, with the time that the server waits before it acts; then it is said in full. */
export async function hangUps({ root, store, database }: Stage, points: number): Promise<Report> {
  const environment = { CONFIRMATION_SETTLE_MS: '20' };
  const service = await ServiceProcess.start({ root, databaseUrl: store.url, environment });
  const history = new History();
  const phoneNumbers = await insertCallers(database, points);
  for (const [point, phoneNumber] of phoneNumbers.entries()) {
    const findService = (): Promise<string> => Promise.resolve(service.url);
    await blockCard({ phoneNumber, history, findService, copies: 1, cutAfterMs: [1 + (point % 50)] });
  }
  const { logs } = service;
  await service.kill();
  return report({ database, phoneNumbers, history, logs, kills: 0 });
}

/** What a platform sends while a caller is still speaking; all but the last are cut off when more is heard. */
const GROWING = ['y', 'ye', 'yes', 'yes and', 'yes and no', 'yes and no wait'];

/** Growing transcripts of a no that begins like a yes: none of them may act. */
export async function speculativeTurns({ root, store, database }: Stage, calls: number): Promise<Report> {
  const service = await ServiceProcess.start({
    root,
    databaseUrl: store.url,
    environment: { CONFIRMATION_SETTLE_MS: '300' },
  });
  const history = new History();
  const phoneNumbers = await insertCallers(database, calls);
  const { url } = service;
  await Promise.all(
    phoneNumbers.map(async (phoneNumber) => {
      const ask = [{ role: 'user', content: `Block my credit card [phone: ${phoneNumber}]` }];
      const asked = await history.send({ url, phoneNumber, step: 'ask', messages: ask });
      for (const [index, words] of GROWING.entries()) {
        const messages = [...ask, { role: 'assistant', content: asked.heard }, { role: 'user', content: words }];
        const signal = index === GROWING.length - 1 ? undefined : AbortSignal.timeout(100);
        await history.send({ url, phoneNumber, step: 'decline', messages, stream: true, ...(signal && { signal }) });
      }
    }),
  );
  const { logs } = service;
  await service.kill();
  return report({ database, phoneNumbers, history, logs, kills: 0 });
}

async function report(run: {
  readonly database: Database;
  readonly phoneNumbers: readonly string[];
  readonly history: History;
  readonly logs: string;
  readonly kills: number;
}): Promise<Report> {
  const { entries } = run.history;
  const facts = await readFacts(run.database, run.phoneNumbers);
  const violations = findViolations({ facts, history: entries, logs: run.logs });
  return { kills: run.kills, requests: entries.length, actions: facts.actions.length, violations };
}

async function insertCallers(database: Database, count: number, bank?: FakeBank): Promise<readonly string[]> {
  const phoneNumbers: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { phoneNumber, id, cardIds } = await insertCustomer(database);
    phoneNumbers.push(phoneNumber);
    for (const cardId of cardIds) bank?.ledger.addCard(cardId, { customerId: id, state: 'active' });
  }
  return phoneNumbers;
}

async function waitForDelivery(database: Database, phoneNumbers: readonly string[]): Promise<void> {
  for (;;) {
    const waiting = await database.queries
      .selectFrom('outbox')
      .innerJoin('card', 'card.id', 'outbox.card_id')
      .innerJoin('customer', 'customer.id', 'card.customer_id')
      .where('customer.phone_number', 'in', phoneNumbers)
      .where('outbox.delivered_at', 'is', null)
      .select('outbox.action_id')
      .execute();
    if (waiting.length === 0) return;
    await sleep(50);
  }
}
