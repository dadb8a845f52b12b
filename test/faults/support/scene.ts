import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyChain } from '../../../src/audit/verify-chain';
import { type Database } from '../../../src/database/database';
import { createKey, toApiKeysSetting } from '../../factories/api-key.factory';
import { createEmbeddedStore, createPostgresStore, type TestStore } from '../../support/database';
import { BANK_TOKEN, FakeBank } from '../../support/fake-bank/fake-bank';
import { waitUntil } from '../../support/wait-until';
import { checkInvariants } from '../check-invariants';
import { type Evidence, type Violation } from '../evidence';
import { History } from '../history';
import { Caller } from './caller';
import { readRows, readTexts } from './read-evidence';
import { type SeededCard, seedCards } from './seed-cards';
import { type Fault, ServiceProcess } from './service-process';

export type Engine = TestStore['engine'];

export interface SceneOptions {
  readonly engine: Engine;
  /** Where the translated service is. */
  readonly root: string;
  /** Whether a bank elsewhere has to be told of every action; otherwise our own tables are the card system. */
  readonly hasBank?: boolean;
  /** How long a yes waits before it acts. */
  readonly settleMs?: number;
  /** A PostgreSQL of the experiment's own instead of the one that tests use. */
  readonly postgresUrl?: string;
}

interface OpenedPlace {
  readonly store: TestStore;
  readonly database: Database;
  readonly bank: FakeBank | undefined;
}

/** Longer than the claim of a dead process, after which another one may tell the bank. */
const LONGEST_REST_MS = 8_000;
const UNTOUCHED_CARDS = 8;

const MOST_STARTS = 5;
const RESTART_PAUSE_MS = 1_000;

/** Tries again as whatever runs a service in production does: the database of a busy machine may not take a connection. */
async function startAsSupervised(options: Parameters<typeof ServiceProcess.start>[0]): Promise<ServiceProcess> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ServiceProcess.start(options);
    } catch (error) {
      if (attempt === MOST_STARTS) throw error;
      await sleep(RESTART_PAUSE_MS);
    }
  }
}

/** One store, one bank, the processes of the service on them, and everything that was seen. */
export class Scene {
  readonly history = new History();
  readonly caller: Caller;
  /** A caller whose number nobody vouches for. */
  readonly stranger: Caller;
  readonly database: Database;
  readonly services: ServiceProcess[] = [];
  private readonly logs: string[] = [];
  private readonly key = createKey();
  private readonly strangersKey = createKey({ id: 'claims', scopes: ['chat'] });
  private readonly passcodeSecret = randomBytes(32).toString('base64url');
  private readonly initialStates = new Map<string, string>();
  private customers = 0;

  private constructor(
    private readonly options: SceneOptions,
    private readonly place: OpenedPlace,
  ) {
    this.database = place.database;
    const findUrl = (): string => this.services.at(-1)?.url ?? 'http://127.0.0.1:9';
    this.caller = new Caller({ findUrl, apiKey: this.key.key, history: this.history });
    this.stranger = new Caller({ findUrl, apiKey: this.strangersKey.key, history: this.history });
  }

  static async open(options: SceneOptions): Promise<Scene> {
    const serverUrl = options.postgresUrl ?? process.env.TEST_DATABASE_URL ?? '';
    const store = options.engine === 'embedded' ? await createEmbeddedStore() : await createPostgresStore(serverUrl);
    const bank =
      options.hasBank === true
        ? await new FakeBank({ seed: options.engine, faultRate: 0.2, longestDelayMs: 100 }).start()
        : undefined;
    const scene = new Scene(options, { store, database: await store.open(), bank });
    // Cards that nobody asks about; with customers in it, the store is not filled with the demo bank either.
    await scene.seed(UNTOUCHED_CARDS);
    return scene;
  }

  get bank(): FakeBank | undefined {
    return this.place.bank;
  }

  get engine(): Engine {
    return this.options.engine;
  }

  /** A caller who always talks to the same one of several services. */
  callerOf(service: ServiceProcess): Caller {
    return new Caller({ findUrl: () => service.url, apiKey: this.key.key, history: this.history });
  }

  async seed(count: number): Promise<readonly SeededCard[]> {
    const from = this.customers;
    this.customers += count;
    const cards = await seedCards(this.database, { count, from });
    for (const { cardId, customerId } of cards) {
      this.initialStates.set(cardId, 'active');
      this.place.bank?.ledger.addCard(cardId, { customerId, state: 'active' });
    }
    return cards;
  }

  async startService(fault: Fault = {}): Promise<ServiceProcess> {
    const service = await startAsSupervised({
      root: this.options.root,
      settings: {
        DATABASE_URL: this.place.store.url,
        API_KEYS: toApiKeysSetting(this.key, this.strangersKey),
        PASSCODE_SECRET: this.passcodeSecret,
        CONFIRMATION_SETTLE_MS: String(this.options.settleMs ?? 10),
        ...(this.place.bank === undefined
          ? {}
          : { CARD_SYSTEM_URL: this.place.bank.url, CARD_SYSTEM_TOKEN: BANK_TOKEN }),
      },
      fault,
      onLog: (text) => this.logs.push(text),
    });
    this.services.push(service);
    return service;
  }

  /** Lets the bank take what it has not been told of yet, and judges. A service has to run. */
  async check(): Promise<readonly Violation[]> {
    this.place.bank?.heal();
    if (this.place.bank !== undefined)
      await Promise.race([waitUntil(() => this.isTold()), sleep(LONGEST_REST_MS, undefined, { ref: false })]);
    await this.place.bank?.receiveLateCopies();
    return checkInvariants(await this.collect());
  }

  /** Stops what still runs, and removes the store. */
  async close(): Promise<void> {
    for (const service of this.services) await service.kill();
    await this.place.bank?.stop();
    await this.place.store.remove();
  }

  private async collect(): Promise<Evidence> {
    const texts = [...(await readTexts(this.database)), { place: 'log', text: this.logs.join('') }];
    return {
      ...(await readRows(this.database)),
      history: this.history.entries,
      initialStates: this.initialStates,
      ...(this.place.bank === undefined ? {} : { bankEffects: this.place.bank.ledger.effects }),
      auditProblems: await this.findAuditProblems(),
      contractProblems: this.place.bank?.violations ?? [],
      texts,
      secrets: [this.key.key, this.strangersKey.key, this.passcodeSecret, BANK_TOKEN],
    };
  }

  private async findAuditProblems(): Promise<readonly string[]> {
    const report = await verifyChain(this.database);
    return report.status === 'intact' ? [] : [`Entry ${report.seq} ${report.problem}.`];
  }

  /** Whether the bank has heard of all that was done. */
  async isTold(): Promise<boolean> {
    const waiting = await this.database.queries
      .selectFrom('outbox')
      .where('delivered_at', 'is', null)
      .where('refused_at', 'is', null)
      .select('action_id')
      .execute();
    return waiting.length === 0;
  }
}
