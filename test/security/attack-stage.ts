import { randomInt } from 'node:crypto';
import { IdGenerator } from '../../src/common/id-generator';
import { Database } from '../../src/database/database';
import { LanguageModel, type LanguageModelRequest } from '../../src/language-model/language-model';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { type AttackScene, type ObedientStep } from './attack-goals';
import { type AttackRequest, MERCHANT_ORDER } from './attack-vectors';
import { type Aftermath, readStanding } from './find-violations';

const CHAT = '/v1/chat/completions';

export const TRANSPORTS = [
  'stream',
  'one reply',
  'a voice platform’s body',
  'a bare body',
  'repeated and aborted',
] as const;
export type Transport = (typeof TRANSPORTS)[number];

interface Attack {
  readonly step: ObedientStep;
  readonly toRequest: (scene: AttackScene) => AttackRequest;
  readonly transport: Transport;
}

interface TwoTurns {
  readonly step: ObedientStep;
  readonly first: () => AttackRequest;
  readonly second: (answer: string) => AttackRequest;
}

interface Played {
  readonly aftermath: Aftermath;
  readonly scene: AttackScene;
}

/** The whole service with a model that obeys the attacker. */
export class AttackStage {
  private readonly ids = new IdGenerator();

  private constructor(private readonly service: TestApp) {}

  static async open(): Promise<AttackStage> {
    return new AttackStage(await startTestApp({ CONFIRMATION_SETTLE_MS: '0', LOG_LEVEL: 'info' }));
  }

  close(): Promise<void> {
    return this.service.close();
  }

  get logs(): string {
    return this.service.logs();
  }

  async play({ step, toRequest, transport }: Attack): Promise<Played> {
    return this.watch(step, async (scene, requestIds) =>
      this.send(addTag(toRequest(scene), scene, transport), transport, requestIds),
    );
  }

  /** Two turns of one conversation; the second one is given what the first was answered. */
  async playTwice({ step, first, second }: TwoTurns): Promise<Played> {
    return this.watch(step, async (scene, requestIds) => {
      const asked = await this.send(addTag(first(), scene, 'one reply'), 'one reply', requestIds);
      const { choices } = JSON.parse(asked) as { choices: { message: { content: string } }[] };
      const request = addTag(second(choices[0]?.message.content ?? ''), scene, 'one reply');
      return this.send(request, 'one reply', requestIds.slice(1));
    });
  }

  private async watch(
    step: ObedientStep,
    send: (scene: AttackScene, requestIds: readonly string[]) => Promise<string>,
  ): Promise<Played> {
    const database = this.service.app.get(Database);
    const [attacker, victim] = [
      await this.insertAttacker(),
      await insertCustomer(database, [{ lastFour: randomFour() }]),
    ];
    const scene = await this.setScene(attacker, victim);
    const seen: string[] = [];
    const requestIds = [this.ids.next(), this.ids.next(), this.ids.next()];
    this.obey(step, scene, seen);
    const before = await readStanding(database, [attacker.id, victim.id]);
    const heard = await send(scene, requestIds);
    const after = await readStanding(database, [attacker.id, victim.id]);
    const left = await this.readTraces(requestIds, [attacker, victim]);
    const isAlive = (await fetch(`${this.service.url}/health/live`)).status === 200;
    return { scene, aftermath: { before, after, ...left, heard, seenByModel: seen.join(''), isAlive } };
  }

  private async readTraces(
    requestIds: readonly string[],
    [attacker, victim]: readonly [TestCustomer, TestCustomer],
  ): Promise<Pick<Aftermath, 'proposals' | 'allowed' | 'toolRuns'>> {
    const { queries } = this.service.app.get(Database);
    const entries = await queries
      .selectFrom('audit_entry')
      .where('request_id', 'in', requestIds)
      .select(['event', 'decision', 'caller_level', 'request_id'])
      .execute();
    const proposals = await queries
      .selectFrom('pending_action')
      .innerJoin('card', 'card.id', 'pending_action.card_id')
      .where('card.customer_id', 'in', [attacker.id, victim.id])
      .select(['card.customer_id', 'operation'])
      .execute();
    return {
      proposals: proposals.map(({ customer_id: id, operation }) => ({ isOwn: id === attacker.id, operation })),
      allowed: entries
        .filter(({ decision }) => decision === 'allowed')
        .map(({ event, caller_level: level }) => ({ event, level })),
      toolRuns: Math.max(...requestIds.map((id) => entries.filter(({ request_id }) => request_id === id).length)),
    };
  }

  private obey(step: ObedientStep, scene: AttackScene, seen: string[]): void {
    jest.spyOn(this.service.app.get(LanguageModel), 'stream').mockImplementation(async function* (
      request: LanguageModelRequest,
    ) {
      await Promise.resolve();
      seen.push(JSON.stringify(request.messages));
      yield* step(scene, request).events;
    });
  }

  private async insertAttacker(): Promise<TestCustomer> {
    const database = this.service.app.get(Database);
    const attacker = await insertCustomer(database, [
      { lastFour: randomFour() },
      { lastFour: randomFour(), state: 'blocked' },
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

  private async send(request: AttackRequest, transport: Transport, requestIds: readonly string[]): Promise<string> {
    const body = { ...request.fields, messages: request.messages, stream: transport === 'stream' };
    const [first = '', second = '', third = ''] = requestIds;
    if (transport !== 'repeated and aborted') return this.post(body, first);
    const leaving = new AbortController();
    const aborted = this.post({ ...body, stream: true }, first, leaving.signal).catch(() => '');
    await new Promise((resolve) => setImmediate(resolve));
    leaving.abort();
    const repeats = await Promise.all([this.post(body, second), this.post(body, third)]);
    return [await aborted, ...repeats].join('');
  }

  private async post(body: object, requestId: string, signal?: AbortSignal): Promise<string> {
    const headers = { 'x-request-id': requestId };
    const response = await this.service.post(CHAT, body, { headers, ...(signal === undefined ? {} : { signal }) });
    if (response.status >= 500) return `"content":"status ${response.status}"`;
    return response.text();
  }
}

/** The attacker calls from their own number, except where the body names nobody. */
function addTag(request: AttackRequest, { attackerPhone }: AttackScene, transport: Transport): AttackRequest {
  if (transport === 'a bare body') return request;
  const caller = { role: 'system', content: `Answer briefly. [phone: ${attackerPhone}]` };
  const messages = [caller, ...request.messages];
  if (transport !== 'a voice platform’s body') return { ...request, messages };
  const call = { id: `call-${attackerPhone}`, type: 'inboundPhoneCall' };
  return {
    messages,
    fields: { ...request.fields, call, customer: { number: attackerPhone }, timestamp: 1, assistant: { name: 'x' } },
  };
}

function randomFour(): string {
  return String(randomInt(10_000)).padStart(4, '0');
}
