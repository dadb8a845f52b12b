import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database } from '../../src/database/database';
import { LanguageModel, type LanguageModelRequest } from '../../src/language-model/language-model';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { calls, says } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';
import { readChunks } from '../support/wire';

const CHAT = '/v1/chat/completions';

/** What the model was asked, and how it ended. */
interface ModelCall {
  readonly words: string;
  readonly signal: AbortSignal;
  readonly goOn: () => void;
}

/** A voice platform asks several times in one turn. */
describe('the turns of a call', () => {
  let service: TestApp;
  let customer: TestCustomer;
  let modelCalls: ModelCall[];
  let callCount = 0;

  beforeAll(async () => {
    service = await startTestApp({ CONFIRMATION_SETTLE_MS: '0' });
  });

  beforeEach(async () => {
    customer = await insertCustomer(service.app.get(Database));
    callCount += 1;
    modelCalls = [];
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(answer);
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => service.close());

  /** Says the first sentence, and the second when it is told to go on. */
  async function* answer({ messages, signal }: LanguageModelRequest): ReturnType<LanguageModel['stream']> {
    const last = messages.at(-1);
    const words = last?.role === 'user' ? last.text : '';
    if (words.startsWith('block')) {
      yield* calls('block_card').events;
      return;
    }
    let goOn = (): void => undefined;
    const told = new Promise<void>((resolve, reject) => {
      goOn = resolve;
      if (signal.aborted) reject(new Error('aborted'));
      signal.addEventListener('abort', () => {
        reject(new Error('aborted'));
      });
    });
    modelCalls.push({ words, signal, goOn });
    yield { type: 'text-delta', text: 'We have loans. ' };
    yield { type: 'text-delta', text: 'Of many kinds. ' };
    await told;
    yield* says('Good ones.').events;
  }

  const toBody = (words: readonly string[], fields: object = {}): object => ({
    stream: true,
    call: { id: `call-${callCount}`, customer: { number: customer.phoneNumber } },
    messages: words.map((content, index) => ({ role: index % 2 === 0 ? 'user' : 'assistant', content })),
    ...fields,
  });

  const post = (words: readonly string[], init: RequestInit = {}, fields: object = {}): Promise<Response> =>
    service.post(CHAT, toBody(words, fields), init);

  async function hear(words: readonly string[], init: RequestInit = {}, fields: object = {}): Promise<string> {
    const response = await post(words, init, fields);
    expect(response.status).toBe(200);
    const chunks = readChunks(await response.text()) as readonly ChatCompletionChunk[];
    return chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
  }

  const modelIsAsked = (times: number): Promise<void> => waitUntil(() => Promise.resolve(modelCalls.length >= times));

  it('should ask the model once for requests with the same words, and tell all of them the same', async () => {
    const first = hear(['loans?']);
    await modelIsAsked(1);
    const others = [hear(['loans?']), hear([' Loans? '])];
    modelCalls[0]?.goOn();
    const told = await Promise.all([first, ...others]);
    expect(new Set(told)).toEqual(new Set(['We have loans. Of many kinds. Good ones.']));
    expect(await hear(['loans?'])).toBe(told[0]);
    expect(modelCalls).toHaveLength(1);
  });

  it('should go on for one who still listens when the other has hung up', async () => {
    const left = new AbortController();
    const first = hear(['loans?'], { signal: left.signal });
    await modelIsAsked(1);
    const second = hear(['loans?']);
    await sleep(50);
    left.abort();
    await expect(first).rejects.toThrow();
    await sleep(50);
    modelCalls[0]?.goOn();
    expect(await second).toMatch(/Good ones/);
    expect(modelCalls).toHaveLength(1);
  });

  it('should answer more words in place of fewer, and stop what answered those', async () => {
    const first = hear(['loans']);
    await modelIsAsked(1);
    const second = hear(['loans for a car']);
    await modelIsAsked(2);
    expect(modelCalls[0]?.signal.aborted).toBe(true);
    expect(await first).not.toMatch(/sorry|Good ones/);
    modelCalls[1]?.goOn();
    expect(await second).toMatch(/Good ones/);
  });

  it('should answer a burst of six requests, five of them hung up on, once', async () => {
    const left = new AbortController();
    const words = ['what', 'what loans', 'what loans do', 'what loans do you', 'what loans do you have'];
    const cancelled = words.map((said) => hear([said], { signal: left.signal }).catch(() => 'hung up'));
    await modelIsAsked(1);
    left.abort();
    // What was replaced before it was hung up on has ended without another word.
    for (const heard of await Promise.all(cancelled)) expect(heard).not.toMatch(/Good ones|sorry/);
    const whole = 'what loans do you have today';
    const answered = hear([whole]);
    // What was stopped may still have been on its way to the model.
    const findWhole = () => modelCalls.filter((asked) => asked.words === whole);
    await waitUntil(() => Promise.resolve(findWhole().length > 0));
    findWhole()[0]?.goOn();
    expect(await answered).toMatch(/Good ones/);
    expect(findWhole()).toHaveLength(1);
    expect(modelCalls.filter(({ signal, words: asked }) => asked !== whole && !signal.aborted)).toEqual([]);
  });

  it('should act once for copies of a yes, and tell all of them the same', async () => {
    const question = await hear(['block my card']);
    const yes = ['block my card', question, 'yes'];
    const told = await Promise.all(Array.from({ length: 5 }, () => hear(yes)));
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toMatch(/is blocked/);
    const actions = await service.app
      .get(Database)
      .queries.selectFrom('card_action')
      .where('customer_id', '=', customer.id)
      .select('id')
      .execute();
    expect(actions).toHaveLength(1);
  });

  it('should keep calls apart that have another id, another caller, or none', async () => {
    const other = await insertCustomer(service.app.get(Database));
    const fields = [
      { call: { id: 'another call', customer: { number: customer.phoneNumber } } },
      { call: { id: `call-${callCount}`, customer: { number: other.phoneNumber } } },
      { call: { customer: { number: customer.phoneNumber } } },
      { call: undefined },
    ];
    const answers = [hear(['loans?']), ...fields.map((field) => hear(['loans?'], {}, field))];
    await modelIsAsked(answers.length);
    for (const { goOn } of modelCalls) goOn();
    expect(new Set(await Promise.all(answers))).toEqual(new Set(['We have loans. Of many kinds. Good ones.']));
    expect(modelCalls.some(({ signal }) => signal.aborted)).toBe(false);
  });
});
