import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { LanguageModel, type LanguageModelEvent } from '../../src/language-model/language-model';
import { Clock } from '../../src/common/clock';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { readChunks } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const ACME = createKey({ id: 'voice', tenant: 'acme' });
const OTHER = createKey({ id: 'other', tenant: 'other' });
const CALLS = createKey({ id: 'calls', tenant: 'acme', scopes: ['chat', 'vapi'] });
const QUESTION = { messages: [{ role: 'user', content: 'What is a fixed rate?' }] };
const STREAM = { ...QUESTION, stream: true, stream_options: { include_usage: true } };
const USAGE = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };
const TOOL = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };

describe('the response cache', () => {
  let service: TestApp;
  let asked: number;

  async function start(ttlSeconds: number, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    service = await startTestApp({
      API_KEYS: toApiKeysSetting(ACME, OTHER, CALLS),
      RESPONSE_CACHE_TTL_SECONDS: String(ttlSeconds),
      ...settings,
    });
    asked = 0;
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(() => {
      asked += 1;
      return answer();
    });
  }

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  function ask(body: object = QUESTION, { key = ACME, path = CHAT } = {}): Promise<Response> {
    return service.post(path, body, { headers: key.headers });
  }

  async function useOf(body: object, options = {}): Promise<string | null> {
    const response = await ask(body, options);
    expect(response.status).toBe(200);
    await response.text();
    return response.headers.get('x-cache');
  }

  describe('when it is on', () => {
    beforeEach(() => start(60));

    it('should answer again without the model, under a new id', async () => {
      const first = await ask();
      const second = await ask();
      expect([first, second].map(({ headers }) => headers.get('x-cache'))).toEqual(['miss', 'hit']);
      const [one, two] = [(await first.json()) as ChatCompletion, (await second.json()) as ChatCompletion];
      expect(two.id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
      expect(two).toEqual({ ...one, id: two.id, created: two.created });
      expect(two.id).not.toBe(one.id);
      expect(asked).toBe(1);
    });

    it('should give one answer to those who want it whole and those who want it streamed', async () => {
      const whole = (await (await ask()).json()) as ChatCompletion;
      const response = await ask(STREAM);
      expect(response.headers.get('x-cache')).toBe('hit');
      const chunks = readChunks(await response.text()) as readonly ChatCompletionChunk[];
      const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
      expect(text).toBe(whole.choices[0]?.message.content);
      expect(chunks.map(({ choices }) => choices[0]?.finish_reason ?? null).filter(Boolean)).toEqual(['stop']);
      expect(chunks.at(-1)?.usage).toEqual(whole.usage);
      expect(await useOf(STREAM)).toBe('hit');
      expect(asked).toBe(1);
    });

    it('should find what was streamed first', async () => {
      expect([await useOf(STREAM), await useOf(QUESTION)]).toEqual(['miss', 'hit']);
    });

    it('should keep apart what is asked otherwise, or by another tenant', async () => {
      await useOf(QUESTION);
      expect(await useOf({ ...QUESTION, temperature: 0.3 })).toBe('miss');
      expect(await useOf({ ...QUESTION, max_completion_tokens: 10 })).toBe('miss');
      expect(await useOf(QUESTION, { key: OTHER })).toBe('miss');
      expect(await useOf({ ...QUESTION, seed: 7, customer: null })).toBe('hit');
    });

    it.each<[string, object, string?]>([
      ['a tag', { messages: [{ role: 'user', content: 'What is a fixed rate? [phone: +15550100007]' }] }],
      ['a number in the words', { messages: [{ role: 'user', content: 'What is it? I call from 555 010 0007' }] }],
      ['tools of the client', { ...QUESTION, tools: [TOOL] }],
      ['a conversation', { query: 'What is a fixed rate?' }, NATIVE],
      ['a customer', { ...QUESTION, customer: { number: '+15550100007' } }],
      ['a call without an id', { ...QUESTION, call: { customer: { number: '+15550100007' } } }],
      ['a number in a field that chats do not have', { ...QUESTION, phone_number: '+15550100007' }],
      ['a conversation id', { ...QUESTION, conversation_id: 'demo-1' }],
      ['metadata', { ...QUESTION, metadata: { caller: 'John Smith' } }],
      ['a user', { ...QUESTION, user: 'john-smith' }],
      ['a safety identifier', { ...QUESTION, safety_identifier: 'john-smith' }],
      ['a field that nobody knows', { ...QUESTION, assistant: { name: 'Ann' } }],
      ['a name beside a message', { messages: [{ ...QUESTION.messages[0], name: 'John' }] }],
      ['instructions', { messages: [{ role: 'system', content: 'The caller is John Smith.' }, ...QUESTION.messages] }],
      ['a spoken end of a card', { messages: [{ role: 'user', content: 'What is it? It ends in four two one one' }] }],
      ['a passcode', { messages: [{ role: 'user', content: '482913' }] }],
    ])('should say nothing of it, and ask each time, for %s', async (_what, ...[body, path = CHAT]) => {
      expect([await useOf(body, { path }), await useOf(body, { path })]).toEqual([null, null]);
      expect(asked).toBe(2);
    });

    it('should say nothing of it, and ask for each one, for the same question in two calls', async () => {
      const inCall = (id: string): object => ({ ...QUESTION, call: { id } });
      expect([await useOf(inCall('call-1')), await useOf(inCall('call-2'))]).toEqual([null, null]);
      expect(asked).toBe(2);
    });

    it('should say nothing of it to a voice platform, whose requests all belong to a call', async () => {
      expect([await useOf(QUESTION, { key: CALLS }), await useOf(QUESTION, { key: CALLS })]).toEqual([null, null]);
      expect(asked).toBe(2);
    });

    it('should say so in the log', async () => {
      await useOf(QUESTION);
      await useOf(QUESTION);
      expect(service.logs()).toMatch(/"cache":"miss".*"msg":"Turn answered"/);
      expect(service.logs()).toMatch(/"cache":"hit".*"msg":"Turn answered"/);
    });
  });

  describe('when the tokens of the key are few', () => {
    const clock = { nowMs: Date.parse('2026-11-24T09:00:00.000Z') };
    const MORE_THAN_HALF = 800;

    beforeEach(async () => {
      await start(60, { RATE_LIMIT_TOKENS_PER_MINUTE: '1500' });
      jest.spyOn(service.app.get(Clock), 'now').mockImplementation(() => new Date(clock.nowMs));
    });

    it('should take none for an answer that was given before, and need none', async () => {
      const question = { ...QUESTION, max_completion_tokens: MORE_THAN_HALF };
      const remaining: (string | null)[] = [];
      for (let count = 0; count < 4; count += 1) {
        const response = await ask(question);
        expect(response.status).toBe(200);
        await response.text();
        remaining.push(response.headers.get('x-ratelimit-remaining-tokens'));
      }
      // The first one used 15 in the end. Each was expected to use 807, and gave them back.
      expect(remaining).toEqual(['693', '678', '678', '678']);
      await useUp();
      expect(await useOf(question)).toBe('hit');
      expect(asked).toBe(1);
    });

    async function useUp(): Promise<void> {
      const usage = { inputTokens: 5_000, outputTokens: 0, cachedInputTokens: 0 };
      jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementationOnce(() => answer(usage));
      const other = { messages: [{ role: 'user', content: 'What is a floating rate?' }] };
      expect(await useOf(other)).toBe('miss');
      expect((await ask({ ...other, temperature: 1 })).status).toBe(429);
    }
  });

  describe('when it is off', () => {
    it('should ask the model each time, and say nothing', async () => {
      await start(0);
      expect([await useOf(QUESTION), await useOf(QUESTION)]).toEqual([null, null]);
      expect(asked).toBe(2);
    });
  });
});

async function* answer(usage = USAGE): AsyncGenerator<LanguageModelEvent> {
  await Promise.resolve();
  for (const text of ['A rate ', 'that stays. ', 'It never changes. ']) yield { type: 'text-delta', text };
  yield { type: 'response-end', stopReason: 'end-turn', usage };
}
