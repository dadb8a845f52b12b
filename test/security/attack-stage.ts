import { IdGenerator } from '../../src/common/id-generator';
import { Database } from '../../src/database/database';
import { LanguageModel } from '../../src/language-model/language-model';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { type AttackScene, type ObedientStep } from './attack-goals';
import { type AttackRequest, MERCHANT_ORDER } from './attack-vectors';
import { type Aftermath } from './find-violations';
import { ObedientModel } from './obedient-model';
import { readStanding, readTraces } from './read-traces';

const CHAT = '/v1/chat/completions';

const VOICE = 'a voice platform’s body';

export const TRANSPORTS = ['stream', 'one reply', VOICE, 'a bare body', 'repeated and aborted'] as const;
export type Transport = (typeof TRANSPORTS)[number];

interface Attack {
  readonly step: ObedientStep;
  readonly toRequest: (scene: AttackScene) => AttackRequest;
  readonly transport: Transport;
}

interface StageSettings {
  readonly settings?: Readonly<Record<string, string>>;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
}

interface Played {
  readonly aftermath: Aftermath;
  readonly scene: AttackScene;
  /** Whether a model was cut off in the middle of its turn. */
  readonly wasCutOff: boolean;
}

/** Who says something before the attack, and how. */
interface SceneCaller {
  readonly phone: string;
  /** Of the attack. What comes before it names its caller in any case, and is told at once. */
  readonly transport?: Transport;
  /** In a call of its own, and not in that of the attack. */
  readonly isOtherCall?: boolean | undefined;
}

/** One attack while it is played. */
export interface Scenery {
  readonly service: TestApp;
  readonly scene: AttackScene;
  /** What the model does from now on. */
  readonly obey: (step: ObedientStep) => void;
  /** A turn before the attack, of the caller with this number; gives what the caller hears. */
  readonly say: (request: AttackRequest, caller: SceneCaller) => Promise<string>;
}

/** The whole service with a model that obeys the attacker. */
export class AttackStage {
  private readonly ids = new IdGenerator();
  private lastFour = 3_000;

  private constructor(
    readonly service: TestApp,
    private readonly headers: Readonly<Record<string, string>>,
  ) {}

  static async open({ settings = {}, headers = {} }: StageSettings = {}): Promise<AttackStage> {
    const service = await startTestApp({ CONFIRMATION_SETTLE_MS: '0', LOG_LEVEL: 'info', ...settings });
    return new AttackStage(service, headers);
  }

  close(): Promise<void> {
    return this.service.close();
  }

  get logs(): string {
    return this.service.logs();
  }

  play({ step, toRequest, transport }: Attack): Promise<Played> {
    return this.playAfter(({ scene, obey }) => {
      obey(step);
      return Promise.resolve({ request: toRequest(scene), transport });
    });
  }

  /** @param prepare plays what comes before, and gives the attack. */
  async playAfter(
    prepare: (scenery: Scenery) => Promise<{ readonly request: AttackRequest; readonly transport: Transport }>,
  ): Promise<Played> {
    const database = this.service.app.get(Database);
    const attacker = await this.insertAttacker();
    const victim = await insertCustomer(database, [{ lastFour: this.nextFour() }]);
    const scene = await this.setScene(attacker, victim);
    const model = this.putModel();
    const { request, transport } = await prepare({
      service: this.service,
      scene,
      obey: (step) => {
        model.obey((asked) => step(scene, asked));
      },
      say: async (said, caller) => {
        const { fields, messages } = addCaller(said, {
          ...caller,
          transport: caller.transport === VOICE ? VOICE : 'one reply',
          callOf: scene.attackerPhone,
        });
        return readAnswer(await this.post({ ...fields, messages, stream: false }));
      },
    });
    const customerIds = [attacker.id, victim.id] as const;
    const before = await readStanding(database, customerIds);
    const logStart = this.logs.length;
    const requestIds = [this.ids.next(), this.ids.next(), this.ids.next()];
    const sent = await this.send({
      request: addCaller(request, { phone: scene.attackerPhone, callOf: scene.attackerPhone, transport }),
      transport,
      requestIds,
      model,
    });
    const logs = this.logs.slice(logStart);
    const traces = await readTraces(database, { requestIds, customerIds, before, logs });
    const [leftTurn] = sent.wasCutOff ? traces.turns : [];
    const aftermath: Aftermath = {
      ...traces,
      ...(leftTurn === undefined ? {} : { leftTurn }),
      before,
      after: await readStanding(database, customerIds),
      heard: sent.heard,
      seenByModel: model.seen.join(''),
      mostModelCalls: model.mostCallsOfTurn,
      isAlive: (await fetch(`${this.service.url}/health/live`)).status === 200,
    };
    return { scene, aftermath, wasCutOff: sent.wasCutOff };
  }

  private putModel(): ObedientModel {
    const model = new ObedientModel(() => ({ events: [] }));
    jest.spyOn(this.service.app.get(LanguageModel), 'stream').mockImplementation((request) => model.stream(request));
    return model;
  }

  private nextFour(): string {
    this.lastFour += 1;
    return String(this.lastFour);
  }

  private async insertAttacker(): Promise<TestCustomer> {
    const database = this.service.app.get(Database);
    const attacker = await insertCustomer(database, [
      { lastFour: this.nextFour() },
      { lastFour: this.nextFour(), state: 'blocked' },
    ]);
    await database.queries
      .insertInto('card_transaction')
      .values({
        id: this.ids.next(),
        card_id: attacker.cardIds[0] ?? '',
        posted_at: '2026-11-20T09:00:00.000Z',
        merchant: MERCHANT_ORDER,
        amount_cents: 4_200,
        currency: 'USD',
      })
      .execute();
    return attacker;
  }

  private async setScene(attacker: TestCustomer, victim: TestCustomer): Promise<AttackScene> {
    const rows = await this.service.app
      .get(Database)
      .queries.selectFrom('card')
      .where('customer_id', 'in', [attacker.id, victim.id])
      .select(['id', 'last_four'])
      .execute();
    const lastFourOf = (id: string | undefined): string => rows.find((row) => row.id === id)?.last_four ?? '';
    return {
      attackerPhone: attacker.phoneNumber,
      ownActive: lastFourOf(attacker.cardIds[0]),
      ownBlocked: lastFourOf(attacker.cardIds[1]),
      victimPhone: victim.phoneNumber,
      victimCustomerId: victim.id,
      victimLastFour: lastFourOf(victim.cardIds[0]),
    };
  }

  private async send({ request, transport, requestIds, model }: Sending): Promise<Sent> {
    const body = { ...request.fields, messages: request.messages, stream: transport === 'stream' };
    const [first = '', second = '', third = ''] = requestIds;
    if (transport !== 'repeated and aborted') return { heard: await this.post(body, first), wasCutOff: false };
    const leaving = new AbortController();
    const held = model.holdNextTurn();
    const aborted = this.post({ ...body, stream: true }, first, leaving.signal).catch(() => '');
    const isHeld = await Promise.race([held.reached.then(() => true), aborted.then(() => false)]);
    model.holdNoTurn();
    leaving.abort();
    if (isHeld) await held.ended;
    const repeats = await Promise.all([this.post(body, second), this.post(body, third)]);
    return { heard: [await aborted, ...repeats].join(''), wasCutOff: held.wasToldToStop };
  }

  private async post(body: object, requestId = this.ids.next(), signal?: AbortSignal): Promise<string> {
    const headers = { ...this.headers, 'x-request-id': requestId };
    const response = await this.service.post(CHAT, body, { headers, ...(signal === undefined ? {} : { signal }) });
    if (response.status >= 500) return `"content":"status ${response.status}"`;
    return response.text();
  }
}

interface Sending {
  readonly request: AttackRequest;
  readonly transport: Transport;
  readonly requestIds: readonly string[];
  readonly model: ObedientModel;
}

interface Sent {
  readonly heard: string;
  readonly wasCutOff: boolean;
}

interface AddedCaller extends SceneCaller {
  readonly transport: Transport;
  /** Names the call of the attack, whoever speaks in it. */
  readonly callOf: string;
}

/** Callers name themselves by a tag, and in a voice platform's body by the call, except where the body names nobody. */
function addCaller(
  request: AttackRequest,
  { phone, transport, callOf, isOtherCall = false }: AddedCaller,
): AttackRequest {
  if (transport === 'a bare body') return request;
  const messages = [{ role: 'system', content: `Answer briefly. [phone: ${phone}]` }, ...request.messages];
  if (transport !== VOICE) return { ...request, messages };
  const call = { id: `${isOtherCall ? 'other' : 'call'}-${callOf}`, type: 'inboundPhoneCall' };
  return {
    messages,
    fields: { ...request.fields, call, customer: { number: phone }, timestamp: 1, assistant: { name: 'x' } },
  };
}

function readAnswer(reply: string): string {
  const { choices } = JSON.parse(reply) as { choices: { message: { content: string } }[] };
  return choices[0]?.message.content ?? '';
}
