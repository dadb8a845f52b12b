import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { LanguageModel, type LanguageModelEvent } from '../../src/language-model/language-model';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { readChunks } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const ACME = createKey({ id: 'voice', tenant: 'acme' });
const OTHER = createKey({ id: 'other', tenant: 'other' });
const QUESTION = { messages: [{ role: 'user', content: 'What is a fixed rate?' }] };
const STREAM = { ...QUESTION, stream: true, stream_options: { include_usage: true } };
const TOOL = { type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: {} } } };

describe('the response cache', () => {
  let service: TestApp;
  let asked: number;

  async function start(ttlSeconds: number): Promise<void> {
    service = await startTestApp({
      API_KEYS: toApiKeysSetting(ACME, OTHER),
      RESPONSE_CACHE_TTL_SECONDS: String(ttlSeconds),
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
      expect(await useOf({ ...QUESTION, metadata: { note: 'a' }, user: 'somebody' })).toBe('hit');
    });

    it.each<[string, object, string?]>([
      ['a tag', { messages: [{ role: 'user', content: 'What is a fixed rate? [phone: +15550100007]' }] }],
      ['a number in the words', { messages: [{ role: 'user', content: 'What is it? I call from 555 010 0007' }] }],
      ['tools of the client', { ...QUESTION, tools: [TOOL] }],
      ['a conversation', { query: 'What is a fixed rate?' }, NATIVE],
    ])('should say nothing of it, and ask each time, for %s', async (_what, ...[body, path = CHAT]) => {
      expect([await useOf(body, { path }), await useOf(body, { path })]).toEqual([null, null]);
      expect(asked).toBe(2);
    });

    it('should take no tokens for an answer that was given before', async () => {
      await useOf(QUESTION);
      const { headers } = await ask();
      const remaining = Number(headers.get('x-ratelimit-remaining-tokens'));
      const later = Number((await ask()).headers.get('x-ratelimit-remaining-tokens'));
      expect(later).toBeGreaterThanOrEqual(remaining);
    });

    it('should say so in the log', async () => {
      await useOf(QUESTION);
      await useOf(QUESTION);
      expect(service.logs()).toMatch(/"cache":"miss".*"msg":"Turn answered"/);
      expect(service.logs()).toMatch(/"cache":"hit".*"msg":"Turn answered"/);
    });
  });

  describe('when it is off', () => {
    it('should ask the model each time, and say nothing', async () => {
      await start(0);
      expect([await useOf(QUESTION), await useOf(QUESTION)]).toEqual([null, null]);
      expect(asked).toBe(2);
    });
  });
});

async function* answer(): AsyncGenerator<LanguageModelEvent> {
  await Promise.resolve();
  for (const text of ['A rate ', 'that stays. ', 'It never changes. ']) yield { type: 'text-delta', text };
  const usage = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };
  yield { type: 'response-end', stopReason: 'end-turn', usage };
}
