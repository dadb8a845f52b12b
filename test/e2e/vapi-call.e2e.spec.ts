import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { Database } from '../../src/database/database';
import { LanguageModel, type LanguageModelRequest } from '../../src/language-model/language-model';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { APOLOGY_MODEL_ID } from '../../src/vapi/answer-call';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { breaksOff, calls, says, type ScriptedStep } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';
import { readChunks } from '../support/wire';

const CHAT = '/v1/chat/completions';
const VOICE = createKey({ id: 'voice', tenant: 'bank', scopes: ['chat', 'vapi'] });
const WEB = createKey({ id: 'web', tenant: 'bank', scopes: ['chat'] });
const SECRETS = ['serverUrlSecret-7f3a', 'twilioAuthToken-91bc', 'https://control.vapi.ai/call-1/control'] as const;

const OUTAGE = new LanguageModelError('model_unavailable', 'no model answers');
const BROKEN = new LanguageModelError('model_stream_broken', 'the connection was lost');

interface Heard {
  readonly text: string;
  readonly model: string | undefined;
  readonly finishReasons: readonly string[];
  readonly pieces: readonly string[];
}

describe('a call of a voice platform', () => {
  let service: TestApp;
  let customer: TestCustomer;
  let asked: LanguageModelRequest[];
  let callCount = 0;

  beforeAll(async () => {
    service = await startTestApp({
      CONFIRMATION_SETTLE_MS: '0',
      LOG_LEVEL: 'trace',
      API_KEYS: toApiKeysSetting(VOICE, WEB),
    });
  });

  beforeEach(async () => {
    customer = await insertCustomer(service.app.get(Database), [{ lastFour: '4211', network: 'Visa' }]);
    callCount += 1;
    asked = [];
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => service.close());

  function script(...steps: readonly ScriptedStep[]): void {
    const left = [...steps];
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(async function* (request) {
      await Promise.resolve();
      asked.push(request);
      const step = left.shift();
      if (step === undefined) throw new Error('The model was asked once more than expected.');
      yield* step.events;
      if (step.error !== undefined) throw step.error;
    });
  }

  const toBody = (messages: readonly object[], fields: object = {}): object => ({
    model: 'card-support',
    temperature: 0.5,
    max_tokens: 250,
    messages,
    metadata: { numAssistantTurns: 1, numUserTurns: 1, numModelRequestInTurn: 0 },
    timestamp: 1_790_000_000_000,
    call: {
      id: `call-${callCount}`,
      orgId: 'org-1',
      type: 'inboundPhoneCall',
      customer: { number: customer.phoneNumber },
      serverUrlSecret: SECRETS[0],
      monitor: { controlUrl: SECRETS[2] },
    },
    phoneNumber: { id: 'p', number: '+15551230000', twilioAuthToken: SECRETS[1] },
    customer: { number: customer.phoneNumber },
    assistant: { id: 'a-1', name: 'card-support' },
    ...fields,
  });

  async function hear(body: object, key = VOICE): Promise<Heard> {
    const response = await service.post(CHAT, body, { headers: key.headers });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const chunks = readChunks(await response.text()) as readonly ChatCompletionChunk[];
    const pieces = chunks.flatMap(({ choices }) => choices[0]?.delta.content ?? []).filter((text) => text !== '');
    return {
      text: pieces.join(''),
      pieces,
      model: chunks[0]?.model,
      finishReasons: chunks.flatMap(({ choices }) => choices[0]?.finish_reason ?? []),
    };
  }

  const cardState = async (): Promise<string | undefined> => {
    const { queries } = service.app.get(Database);
    const card = await queries
      .selectFrom('card')
      .where('customer_id', '=', customer.id)
      .select('state')
      .executeTakeFirst();
    return card?.state;
  };

  const user = (content: string): object => ({ role: 'user', content });
  const assistant = (content: string): object => ({ role: 'assistant', content });
  const OPENING = [{ role: 'system', content: 'Handled by the server.' }, assistant('Hi, how can I help?')];

  it('should know its caller by the number of the call, and block a card as it is spoken and heard again', async () => {
    script(calls('block_card'));
    const first = [...OPENING, user('block my card')];
    const question = await hear(toBody(first));
    expect(question.text).toBe(
      'I can block your Visa ending in four two one one right away. Shall I go ahead, yes or no?',
    );
    expect(question.pieces).toHaveLength(2);
    expect(await cardState()).toBe('active');

    // As a platform that transcribes what it spoke tells it, with what was merged into one message.
    const retold = [...first, assistant(`hi how can i help ${question.text.toLowerCase().replace('visa', 'v isa')}`)];
    const done = await hear(toBody([...retold, user('Yes, go ahead.')]));
    expect(done.text).toMatch(/^Done\. Your Visa ending in four two one one is blocked/);
    expect(await cardState()).toBe('blocked');
  });

  it('should be one conversation by its id, and another one by another id', async () => {
    script(calls('block_card'), says('What would you like?'));
    const first = [...OPENING, user('block my card')];
    const question = await hear(toBody(first));
    const yes = [...first, assistant(question.text), user('yes')];
    const other = toBody(yes, { call: { id: 'another call', customer: { number: customer.phoneNumber } } });
    expect((await hear(other)).text).toBe('What would you like?');
    expect(await cardState()).toBe('active');
    expect((await hear(toBody(yes))).text).toMatch(/is blocked/);
  });

  it.each([
    ['under a key that does not speak for calls', WEB, {}],
    ['when the platform tells of no call', VOICE, { call: undefined, customer: undefined, phoneNumber: undefined }],
    ['when the number is withheld', VOICE, { call: { id: 'web call', type: 'webCall' }, customer: undefined }],
    ['when only words tell it', VOICE, { call: { id: 'c' }, customer: undefined, phone_number: '+15550000001' }],
  ])('should not know its caller %s', async (_, key, fields) => {
    script(calls('block_card'), says('Which number is it?'));
    const { text } = await hear(
      toBody([...OPENING, user(`block my card [phone: ${customer.phoneNumber}]`)], fields),
      key,
    );
    expect(text).not.toMatch(/four two one one|4211/);
    expect(await cardState()).toBe('active');
  });

  it('should pass nothing of its fields on to the model or the log', async () => {
    script(says('Hello.'));
    await hear(toBody([...OPENING, user('hello')]));
    const seen = JSON.stringify(asked) + service.logs();
    for (const secret of [...SECRETS, 'numModelRequestInTurn', '+15551230000']) expect(seen).not.toContain(secret);
  });

  it('should be spoken to in plain sentences, each as soon as it is complete', async () => {
    script(
      says('**Our', ' loans:**\n- from $5,000', ' to $50,000 🎉\n- at 6.5%', ' a year. ', 'Shall I `quote`', ' one?'),
    );
    const { pieces, finishReasons } = await hear(toBody([...OPENING, user('loans?')]));
    expect(pieces.join('')).toBe(
      'Our loans: from five thousand dollars to fifty thousand dollars at six point five percent a year. Shall I quote one?',
    );
    expect(pieces.length).toBeGreaterThan(2);
    expect(finishReasons).toEqual(['stop']);
  });

  it.each([
    {
      when: 'before the first word',
      step: breaksOff(OUTAGE),
      expected: /^I am sorry, I have a technical problem/,
      model: APOLOGY_MODEL_ID,
    },
    {
      when: 'in the middle of a sentence',
      step: breaksOff(BROKEN, 'We have loans. ', 'They are good. ', 'And they'),
      expected: /^We have loans\. .*I have to stop there/,
      model: 'embedded-dialog-1',
    },
    { when: 'without a word', step: says(), expected: /say it in other words/, model: 'embedded-dialog-1' },
  ])('should hear a sentence, and no error, when the answer ends $when', async ({ step, expected, model }) => {
    script(step);
    const heard = await hear(toBody([...OPENING, user('loans?')]));
    expect(heard.text).toMatch(expected);
    expect(heard.finishReasons).toEqual(['stop']);
    expect(heard.model).toBe(model);
  });

  it('should leave errors to those who are no call', async () => {
    script(breaksOff(OUTAGE));
    const body = { messages: [user('loans?')] };
    const response = await service.post(CHAT, body, { headers: WEB.headers });
    expect(response.status).toBe(503);
  });

  it('should get data as it is where it asks for data', async () => {
    script(calls('reply_with_json', { note: '**a** <b> [c] $5' }));
    const fields = { response_format: { type: 'json_object' } };
    const body = toBody([user('hi, as JSON')], fields);
    const response = await service.post(CHAT, body, { headers: VOICE.headers });
    expect(response.status).toBe(200);
    const { choices } = (await response.json()) as ChatCompletion;
    expect(JSON.parse(choices[0]?.message.content ?? '')).toEqual({ note: '**a** <b> [c] $5' });
  });

  it('should be answered at once where it asks for no stream', async () => {
    script(says('**Hello.**'));
    const response = await service.post(CHAT, toBody([user('hi')], { stream: false }), { headers: VOICE.headers });
    expect(await response.json()).toMatchObject({ choices: [{ message: { content: 'Hello.' } }] });
  });
});
