import { Agent, request as httpRequest } from 'node:http';
import OpenAI from 'openai';
import { LanguageModel, type LanguageModelEvent } from '../../src/language-model/language-model';
import { Clock } from '../../src/common/clock';
import { createKey, toApiKeysSetting } from '../factories/api-key.factory';
import { startTestApp, type TestApp } from '../support/test-app';
import { waitUntil } from '../support/wait-until';
import { readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const NATIVE = '/api/agent/query';
const LIST_CARDS = '/api/cards/list';
const HELLO = { messages: [{ role: 'user', content: 'Hello' }] };
const STREAM = { ...HELLO, stream: true };

const VOICE = createKey({ id: 'voice', tenant: 'acme', scopes: ['chat', 'assert_caller'] });
const WEB = createKey({ id: 'web', tenant: 'acme', scopes: ['chat'] });
const DESK = createKey({ id: 'desk', tenant: 'office', scopes: ['cards:write'] });

const REQUEST_HEADERS = ['limit', 'remaining', 'reset'].map((name) => `x-ratelimit-${name}-requests`);
const TOKEN_HEADERS = ['limit', 'remaining', 'reset'].map((name) => `x-ratelimit-${name}-tokens`);
const GO_DURATION = /^(\d+h)?(\d+m)?\d+(\.\d+)?(s|ms)$/;

describe('the rate limits', () => {
  let service: TestApp;
  const clock = { nowMs: Date.parse('2026-11-24T09:00:00.000Z') };

  async function start(settings: Readonly<Record<string, string>>): Promise<void> {
    service = await startTestApp({ API_KEYS: toApiKeysSetting(VOICE, WEB, DESK), ...settings });
    jest.spyOn(service.app.get(Clock), 'now').mockImplementation(() => new Date(clock.nowMs));
  }

  afterEach(async () => {
    jest.restoreAllMocks();
    await service.close();
  });

  async function ask(body: object = HELLO, { path = CHAT, key = VOICE } = {}): Promise<Response> {
    const response = await service.post(path, body, { headers: key.headers });
    if (response.status === 200) await response.text();
    return response;
  }

  async function statusesOf(count: number, send: () => Promise<Response>): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (let index = 0; index < count; index += 1) statuses.push((await send()).status);
    return statuses;
  }

  describe('when a key has room', () => {
    beforeEach(() => start({}));

    it.each([
      ['a reply', CHAT, HELLO],
      ['a stream', CHAT, STREAM],
      ['the other address', '/api/agent/query/openai', HELLO],
      ['the native endpoint', NATIVE, { query: 'Hello' }],
      ['a stream of the native endpoint', NATIVE, { query: 'Hello', stream: true }],
      ['a request that is not valid', CHAT, { messages: [] }],
    ])('should say how the key stands on %s', async (_what, path, body) => {
      const { headers } = await ask(body, { path });
      expect(headers.get('x-ratelimit-limit-requests')).toBe('6000');
      expect(headers.get('x-ratelimit-remaining-requests')).toBe('5999');
      expect(headers.get('x-ratelimit-reset-requests')).toBe('10ms');
      expect(headers.get('x-ratelimit-limit-tokens')).toBe('10000000');
      expect(headers.get('x-ratelimit-remaining-tokens')).toMatch(/^9999\d{3}$/);
      expect(headers.get('x-ratelimit-reset-tokens')).toMatch(GO_DURATION);
    });

    it('should say it of requests alone where no model takes part', async () => {
      const { headers } = await ask({ phone_number: '+15550100007' }, { path: LIST_CARDS, key: DESK });
      for (const name of REQUEST_HEADERS) expect(headers.get(name)).not.toBeNull();
      for (const name of TOKEN_HEADERS) expect(headers.get(name)).toBeNull();
    });

    it('should say nothing to those who have no key, nor where nothing is limited', async () => {
      const { headers } = await service.post(CHAT, HELLO);
      const models = await fetch(`${service.url}/v1/models`, { headers: VOICE.headers });
      for (const name of REQUEST_HEADERS) {
        expect(headers.get(name)).toBeNull();
        expect(models.headers.get(name)).toBeNull();
      }
    });
  });

  describe('when a key asks too often', () => {
    beforeEach(() => start({ RATE_LIMIT_REQUESTS_PER_MINUTE: '3' }));

    it('should turn it away as OpenAI does, and tell when to come back', async () => {
      expect(await statusesOf(3, ask)).toEqual([200, 200, 200]);
      const response = await ask();
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('20');
      expect(response.headers.get('x-ratelimit-remaining-requests')).toBe('0');
      expect(response.headers.get('x-ratelimit-reset-requests')).toBe('1m0s');
      expect(await readError(response)).toEqual({
        message:
          'Rate limit reached for API key voice on requests per min (RPM): Limit 3, Used 3, Requested 1. ' +
          'Please try again in 20s.',
        type: 'requests',
        param: null,
        code: 'rate_limit_exceeded',
      });
    });

    it('should serve it again at the time that it told', async () => {
      await statusesOf(3, ask);
      clock.nowMs += 19_999;
      expect((await ask()).status).toBe(429);
      clock.nowMs += 1;
      expect(await statusesOf(2, ask)).toEqual([200, 429]);
    });

    it('should serve other keys', async () => {
      await statusesOf(4, ask);
      expect((await ask(HELLO, { key: WEB })).status).toBe(200);
    });

    it('should count all addresses and kinds of reply together', async () => {
      await ask(STREAM);
      await ask({ query: 'Hello' }, { path: NATIVE });
      await ask({ messages: [] });
      expect((await ask(HELLO, { path: '/chat/completions' })).status).toBe(429);
    });

    it('should turn away a stream with a status, and requests for cards too', async () => {
      await statusesOf(3, ask);
      const response = await ask(STREAM);
      expect(response.status).toBe(429);
      expect((await readError(response)).code).toBe('rate_limit_exceeded');
      const list = (): Promise<Response> => ask({ phone_number: '+15550100007' }, { path: LIST_CARDS, key: DESK });
      expect(await statusesOf(4, list)).toEqual([200, 200, 200, 429]);
    });

    it('should be an error that the OpenAI client knows', async () => {
      await statusesOf(3, ask);
      const client = new OpenAI({ apiKey: VOICE.key, baseURL: `${service.url}/v1`, maxRetries: 0 });
      const create = client.chat.completions.create({ model: 'any', messages: [{ role: 'user', content: 'Hello' }] });
      await expect(create).rejects.toThrow(OpenAI.RateLimitError);
      await expect(create).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded', type: 'requests' });
    });

    it('should leave a line in the log that tells which limit it was', async () => {
      await statusesOf(4, ask);
      expect(service.logs()).toMatch(/"keyId":"voice","limit":"requests","msg":"Over a limit"/);
    });
  });

  describe('when one caller asks too often', () => {
    beforeEach(() => start({ RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE: '2' }));

    const byNumber = (number: string): object => ({ ...HELLO, customer: { number } });

    it('should turn that caller away, wherever the number stands, and nobody else', async () => {
      const caller = (): Promise<Response> => ask(byNumber('+15557654321'));
      expect(await statusesOf(3, caller)).toEqual([200, 200, 429]);
      const native = { query: 'Hello', phone_number: '+1 (555) 765-4321' };
      expect((await ask(native, { path: NATIVE })).status).toBe(429);
      expect((await ask(byNumber('+15557654322'))).status).toBe(200);
      expect((await ask()).status).toBe(200);
    });

    it('should know the callers of a chat by their tag', async () => {
      const byTag = (number: string): object => ({
        messages: [{ role: 'system', content: `Be brief. [phone: ${number}]` }, ...HELLO.messages],
      });
      expect(await statusesOf(3, () => ask(byTag('+15557654321')))).toEqual([200, 200, 429]);
      expect((await ask(byNumber('+15557654321'))).status).toBe(429);
      expect((await ask(byTag('+15557654322'))).status).toBe(200);
      const anybody = (): Promise<Response> => ask(byTag('+15557654323'), { key: WEB });
      expect(await statusesOf(4, anybody)).toEqual([200, 200, 200, 200]);
    });

    it('should know a caller without a number by the call', async () => {
      const call = (): Promise<Response> => ask({ ...HELLO, call: { id: 'call-1' } });
      expect(await statusesOf(3, call)).toEqual([200, 200, 429]);
      expect((await ask({ ...HELLO, call: { id: 'call-2' } })).status).toBe(200);
    });

    it('should not let one who may not vouch for numbers use up what another may ask for', async () => {
      const anybody = (): Promise<Response> => ask(byNumber('+15557654321'), { key: WEB });
      expect(await statusesOf(4, anybody)).toEqual([200, 200, 200, 200]);
      expect((await ask(byNumber('+15557654321'))).status).toBe(200);
    });

    it('should not show in any log who it was', async () => {
      await statusesOf(3, () => ask(byNumber('+15557654321')));
      expect(service.logs()).not.toContain('5557654321');
    });
  });

  describe('when the tokens are used up', () => {
    const LONG = { messages: [{ role: 'user', content: 'x'.repeat(4_000) }] };
    const LOST = { role: 'user', content: 'I lost my Visa, please block it [phone: +1234567890]' };

    beforeEach(() => start({ RATE_LIMIT_TOKENS_PER_MINUTE: '1500' }));

    /** More than a minute's worth, by the model's own count. */
    function useUpTokens(): Promise<Response> {
      jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementationOnce(() => answer(2_500));
      return ask();
    }

    it('should turn requests away by what the model counted, not by what was expected', async () => {
      expect((await useUpTokens()).headers.get('x-ratelimit-remaining-tokens')).toBe('1097');
      const response = await ask();
      expect(response.status).toBe(429);
      expect(response.headers.get('x-ratelimit-remaining-tokens')).toBe('0');
      expect(response.headers.get('retry-after')).toBe('57');
      expect(await readError(response)).toMatchObject({ type: 'tokens', code: 'rate_limit_exceeded' });
    });

    it('should give back what was expected and not used', async () => {
      jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(() => answer(10));
      expect(await statusesOf(10, () => ask(LONG))).toEqual(Array.from({ length: 10 }, () => 200));
    });

    it('should give everything back when the model was not asked', async () => {
      expect(await statusesOf(10, () => ask({ ...LONG, temperature: 9 }))).toEqual(
        Array.from({ length: 10 }, () => 400),
      );
      expect((await ask(LONG)).status).toBe(200);
    });

    it('should turn a stream away with a status', async () => {
      await useUpTokens();
      const response = await ask(STREAM);
      expect(response.status).toBe(429);
      expect((await readError(response)).type).toBe('tokens');
    });

    it('should still block a card, from the first word to the yes, without a model', async () => {
      await useUpTokens();
      const model = jest.spyOn(service.app.get(LanguageModel), 'stream').mockClear();
      const question = await service.post(CHAT, { messages: [LOST] }, { headers: VOICE.headers });
      expect(question.status).toBe(200);
      const { content } = await readMessage(question);
      expect(content).toContain('ending in 4211');
      const messages = [LOST, { role: 'assistant', content }, { role: 'user', content: 'Yes' }];
      const done = await service.post(CHAT, { messages }, { headers: VOICE.headers });
      expect((await readMessage(done)).content).toContain('4211 is blocked');
      expect(model).not.toHaveBeenCalled();
      expect((await ask()).status).toBe(429);
    });
  });

  describe('when too many replies are streamed at the same time', () => {
    let release: () => void;
    let asked: number;

    beforeEach(async () => {
      await start({ MAX_CONCURRENT_STREAMS: '2' });
      asked = 0;
      const gate = new Promise<void>((resolve) => (release = resolve));
      jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(({ signal }) => {
        asked += 1;
        return answerAfter(gate, signal);
      });
    });

    afterEach(() => {
      release();
    });

    function open(body: object = STREAM, signal?: AbortSignal): Promise<Response> {
      return service.post(CHAT, body, { headers: VOICE.headers, ...(signal && { signal }) });
    }

    it('should turn another one away, and serve it when one has ended', async () => {
      const streams = [await open(), await open()];
      const denied = await open();
      expect(denied.status).toBe(429);
      expect(denied.headers.get('retry-after')).toBe('1');
      expect(await readError(denied)).toMatchObject({
        message: 'Rate limit reached for API key voice on concurrent streams: Limit 2. Please try again in 1s.',
        type: 'requests',
      });
      release();
      for (const stream of streams) expect(await stream.text()).toContain('[DONE]');
      await waitUntil(async () => (await ask(STREAM)).status === 200);
    });

    it('should not count those that are not streamed, nor those of other keys', async () => {
      await open();
      await open();
      const plain = [open(HELLO), service.post(CHAT, STREAM, { headers: WEB.headers })];
      await waitUntil(() => asked === 4);
      release();
      for (const response of await Promise.all(plain)) expect(response.status).toBe(200);
    });

    it('should free the place of one whose reader has left, as often as it happens', async () => {
      for (let round = 0; round < 10; round += 1) {
        const reader = new AbortController();
        await open(STREAM, reader.signal);
        reader.abort();
      }
      await waitUntil(async () => {
        const response = await open();
        await response.body?.cancel();
        return response.status === 200;
      });
    });

    it('should free the place of one that failed', async () => {
      jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(() => {
        throw new TypeError('A bug');
      });
      expect(await statusesOf(6, () => ask(STREAM))).toEqual(Array.from({ length: 6 }, () => 500));
    });
  });

  describe('when a connection is used again and again', () => {
    it('should leave nothing on it', async () => {
      await start({});
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const sockets = new Set<NodeJS.EventEmitter>();
      service.app.getHttpServer().on('connection', (socket: NodeJS.EventEmitter) => sockets.add(socket));
      const counts: number[] = [];
      for (let index = 0; index < 20; index += 1) {
        await sendThrough(agent, service.url + CHAT);
        counts.push(
          [...sockets]
            .flatMap((socket) => socket.eventNames().map((name) => socket.listenerCount(name)))
            .reduce((a, b) => a + b),
        );
      }
      agent.destroy();
      expect(sockets.size).toBe(1);
      expect(new Set(counts.slice(1)).size).toBe(1);
    });
  });

  function sendThrough(agent: Agent, url: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', ...VOICE.headers };
      httpRequest(url, { method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', resolve).on('error', reject);
      })
        .on('error', reject)
        .end(JSON.stringify(HELLO));
    });
  }
});

async function readMessage(response: Response): Promise<{ readonly content: string }> {
  const { choices } = (await response.json()) as OpenAI.ChatCompletion;
  return { content: choices[0]?.message.content ?? '' };
}

async function* answer(inputTokens: number): AsyncGenerator<LanguageModelEvent> {
  await Promise.resolve();
  yield { type: 'text-delta', text: 'Good morning. ' };
  const usage = { inputTokens, outputTokens: 0, cachedInputTokens: 0 };
  yield { type: 'response-end', stopReason: 'end-turn', usage };
}

/** Says something at once, and the rest when it may; never when the caller has left. */
async function* answerAfter(gate: Promise<void>, signal: AbortSignal): AsyncGenerator<LanguageModelEvent> {
  yield { type: 'text-delta', text: 'One moment please. ' };
  const left = new Promise<never>((_resolve, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(new Error('The caller left.'));
      },
      { once: true },
    );
  });
  await Promise.race([gate, left]);
  yield* answer(10);
}
