import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { startTestApp, type TestApp } from '../support/test-app';
import { readChunks, readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const LOANS = [{ role: 'user', content: 'What loan options are available?' }];
const CALL = { id: 'call_1', type: 'function', function: { name: 'get_weather', arguments: '{"city":"Oslo"}' } };

const COMPLETION_KEYS = ['choices', 'created', 'id', 'model', 'object', 'service_tier', 'usage'];
const CHUNK_KEYS = ['choices', 'created', 'id', 'model', 'object', 'service_tier'];
const CHOICE_KEYS = ['finish_reason', 'index', 'logprobs', 'message'];
const CHUNK_CHOICE_KEYS = ['delta', 'finish_reason', 'index', 'logprobs'];
const MESSAGE_KEYS = ['annotations', 'content', 'refusal', 'role'];

const keysOf = (value: object | undefined): string[] => Object.keys(value ?? {}).sort();

describe('POST /v1/chat/completions', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  async function complete(body: object, init?: RequestInit): Promise<ChatCompletion> {
    const response = await service.post(CHAT, body, init);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    return (await response.json()) as ChatCompletion;
  }

  async function stream(body: object, init?: RequestInit): Promise<readonly ChatCompletionChunk[]> {
    const response = await service.post(CHAT, { ...body, stream: true }, init);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    return readChunks(await response.text()) as readonly ChatCompletionChunk[];
  }

  const textOf = (completion: ChatCompletion): string => completion.choices[0]?.message.content ?? '';
  const spokenIn = (chunks: readonly ChatCompletionChunk[]): string =>
    chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('');

  describe('when it is reached by another URL', () => {
    const endpoint = '/api/agent/query/openai';
    const suffix = '/chat/completions';
    const aliases = [
      endpoint,
      '/v1/chat/completions',
      suffix,
      endpoint + suffix,
      endpoint + suffix + suffix,
      `/v1${suffix}${suffix}`,
      suffix + suffix,
    ];
    const paths = aliases.flatMap((path) => [path, `${path}/`, `/${path.slice(1).replaceAll('/', '//')}//`]);

    it.each([...paths, `//${endpoint}`, `${CHAT}?api-version=1`])('should answer at %s', async (path) => {
      const response = await service.post(path, { messages: LOANS });
      expect(response.status).toBe(200);
      expect(textOf((await response.json()) as ChatCompletion)).toMatch(/personal/i);
    });
  });

  describe('when the reply is one completion', () => {
    it('should have the keys of a completion and no others', async () => {
      const completion = await complete({ messages: LOANS });
      const [choice] = completion.choices;
      expect(keysOf(completion)).toEqual(COMPLETION_KEYS);
      expect(completion.choices).toHaveLength(1);
      expect(keysOf(choice)).toEqual(CHOICE_KEYS);
      expect(keysOf(choice?.message)).toEqual(MESSAGE_KEYS);
      expect(completion.id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
      expect(completion).toMatchObject({ object: 'chat.completion', model: 'embedded-dialog-1' });
      expect(Number.isInteger(completion.created)).toBe(true);
      expect(String(completion.created)).toHaveLength(10);
      expect(choice).toMatchObject({ index: 0, logprobs: null, finish_reason: 'stop' });
      expect(choice?.message).toMatchObject({ role: 'assistant', refusal: null, annotations: [] });
      const { usage } = completion;
      expect(usage?.prompt_tokens).toBeGreaterThan(0);
      expect(usage?.completion_tokens).toBeGreaterThan(0);
      expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    });

    it('should give every reply an id of its own', async () => {
      const ids = await Promise.all(Array.from({ length: 8 }, async () => (await complete({ messages: LOANS })).id));
      expect(new Set(ids).size).toBe(8);
    });

    it('should end with length when a token limit cuts it, and the newer limit should win', async () => {
      const messages = [{ role: 'user', content: 'Hello' }];
      const whole = await complete({ messages });
      const cut = await complete({ messages, max_tokens: 3 });
      const both = await complete({ messages, max_tokens: 1000, max_completion_tokens: 3 });
      expect(cut.choices[0]?.finish_reason).toBe('length');
      expect(cut.usage?.completion_tokens).toBeLessThanOrEqual(3);
      expect(textOf(whole).startsWith(textOf(cut))).toBe(true);
      expect(both.choices).toEqual(cut.choices);
    });

    it.each(['personal', ['nothing like it', 'personal']])('should end before a stop text (%j)', async (stop) => {
      const { choices } = await complete({ messages: LOANS, stop });
      expect(choices[0]?.finish_reason).toBe('stop');
      expect(choices[0]?.message.content).not.toBe('');
      expect(choices[0]?.message.content).not.toContain('personal');
    });
  });

  describe('when the reply is a stream', () => {
    it('should carry the headers that keep proxies from holding it back', async () => {
      const headers = { 'accept-encoding': 'gzip, deflate, br' };
      const response = await service.post(CHAT, { messages: LOANS, stream: true }, { headers });
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.get('cache-control')).toBe('no-cache, no-transform');
      expect(response.headers.get('x-accel-buffering')).toBe('no');
      expect(response.headers.has('content-encoding')).toBe(false);
      expect(response.headers.has('content-length')).toBe(false);
      expect(readChunks(await response.text()).length).toBeGreaterThan(3);
    });

    it('should begin with the role, end with the reason, and speak in between', async () => {
      const chunks = await stream({ messages: LOANS });
      const [first] = chunks;
      const last = chunks.at(-1);
      expect(first?.choices).toEqual([
        { index: 0, delta: { role: 'assistant', content: '', refusal: null }, logprobs: null, finish_reason: null },
      ]);
      expect(last?.choices).toEqual([{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }]);
      for (const chunk of chunks) {
        expect(keysOf(chunk)).toEqual(CHUNK_KEYS);
        expect(keysOf(chunk.choices[0])).toEqual(CHUNK_CHOICE_KEYS);
        expect(chunk.object).toBe('chat.completion.chunk');
        expect(chunk).toMatchObject({ id: first?.id, created: first?.created, model: 'embedded-dialog-1' });
      }
      for (const chunk of chunks.slice(1, -1)) {
        expect(keysOf(chunk.choices[0]?.delta)).toEqual(['content']);
        expect(chunk.choices[0]?.delta.content).not.toBe('');
        expect(chunk.choices[0]?.finish_reason).toBeNull();
      }
      expect(first?.id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
    });

    it('should say the same as one completion does', async () => {
      const completion = await complete({ messages: LOANS });
      const chunks = await stream({ messages: LOANS });
      expect(spokenIn(chunks)).toBe(textOf(completion));
      expect(chunks.length).toBeGreaterThan(4);
    });

    it('should report the usage in one last chunk when asked for it', async () => {
      const completion = await complete({ messages: LOANS });
      const chunks = await stream({ messages: LOANS, stream_options: { include_usage: true } });
      const last = chunks.at(-1);
      expect(last?.choices).toEqual([]);
      expect(last?.usage).toEqual(completion.usage);
      for (const chunk of chunks) expect(keysOf(chunk)).toEqual([...CHUNK_KEYS, 'usage']);
      for (const chunk of chunks.slice(0, -1)) expect(chunk.usage).toBeNull();
      expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason === 'stop')).toHaveLength(1);
    });

    it.each([null, {}, { include_usage: false }, { include_usage: null }, { include_obfuscation: false }])(
      'should have no usage key with stream_options %j',
      async (options) => {
        const chunks = await stream({ messages: LOANS, stream_options: options });
        for (const chunk of chunks) expect(keysOf(chunk)).toEqual(CHUNK_KEYS);
      },
    );

    it('should end with length when a token limit cuts it', async () => {
      const chunks = await stream({ messages: LOANS, max_tokens: 3 });
      expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('length');
    });

    it.each(['application/json', 'text/event-stream', '*/*'])('should stream with Accept: %s', async (accept) => {
      expect(await stream({ messages: LOANS }, { headers: { accept } })).not.toHaveLength(0);
    });

    it('should answer with a status when it fails before its first word', async () => {
      const response = await service.post(CHAT, { messages: [{ role: 'user', content: '[phone: x]' }], stream: true });
      expect(response.status).toBe(400);
      expect((await readError(response)).param).toBe('messages[0].content');
    });
  });

  describe('when the messages have any shape that clients send', () => {
    const text = 'What loan options are available?';
    const parts = [
      { type: 'text', text: 'What loan options' },
      { type: 'text', text: 'are available?' },
    ];
    const user = { role: 'user', content: text };

    it.each<[string, readonly object[]]>([
      ['content in parts', [{ role: 'user', content: parts }]],
      ['a name', [{ ...user, name: 'caller' }]],
      ['a system message', [{ role: 'system', content: 'Be brief.' }, user]],
      ['a system message in parts', [{ role: 'system', content: [{ type: 'text', text: 'Be brief.' }] }, user]],
      ['a developer message', [{ role: 'developer', content: 'Be brief.' }, user]],
      ['an earlier turn', [{ role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hello.' }, user]],
      ['a refusal', [{ role: 'assistant', content: [{ type: 'refusal', refusal: 'No.' }], refusal: null }, user]],
      ['calls with content null', [{ role: 'assistant', content: null, tool_calls: [CALL] }, answer('Rain'), user]],
      ['calls with content ""', [{ role: 'assistant', content: '', tool_calls: [CALL] }, answer('Rain'), user]],
      ['calls without content', [{ role: 'assistant', tool_calls: [CALL] }, answer('Rain'), user]],
      [
        'a result in parts',
        [{ role: 'assistant', tool_calls: [CALL] }, answer([{ type: 'text', text: 'Rain' }]), user],
      ],
      ['a call that was cut short', [{ role: 'assistant', tool_calls: [CALL] }, user]],
      ['a result that comes late', [{ role: 'assistant', tool_calls: [CALL] }, user, answer('Rain'), user]],
      [
        'a function call of the old kind',
        [
          { role: 'assistant', content: null, function_call: CALL.function },
          { role: 'function', name: 'get_weather', content: 'Rain' },
          user,
        ],
      ],
      ['a function result of null', [{ role: 'function', name: 'get_weather', content: null }, user]],
      [
        'nulls for what is absent',
        [{ ...user, name: null, tool_calls: null, tool_call_id: null, function_call: null }],
      ],
      ['fields that nobody knows', [{ ...user, weight: 1, time: 12.5, metadata: { a: [1] } }]],
    ])('should answer to %s', async (_what, messages) => {
      expect(textOf(await complete({ messages }))).toMatch(/personal/i);
    });

    it.each([
      [[{ role: 'system', content: 'Be brief.' }]],
      [[{ role: 'assistant', content: 'Hello' }]],
      [[user, user]],
    ])('should answer even to %j', async (messages) => {
      expect(textOf(await complete({ messages }))).not.toBe('');
    });

    function answer(content: unknown): object {
      return { role: 'tool', tool_call_id: CALL.id, content };
    }
  });

  describe('when the other fields vary', () => {
    const nullable = [
      ...['model', 'temperature', 'top_p', 'max_tokens', 'max_completion_tokens', 'stop', 'stream', 'stream_options'],
      ...['user', 'metadata', 'n', 'seed', 'tools', 'tool_choice', 'response_format', 'logit_bias', 'store'],
    ];

    it('should take null for absent', async () => {
      const nulls = Object.fromEntries(nullable.map((name) => [name, null]));
      expect((await complete({ messages: LOANS, ...nulls })).choices).toEqual(
        (await complete({ messages: LOANS })).choices,
      );
    });

    it.each([
      { model: 'gpt-4o' },
      { model: 'a model that nobody has' },
      { temperature: 0, top_p: 1, user: 'u-1', metadata: { call: 'c-1', numOfUserTurns: 2 } },
      { temperature: 2, top_p: 0 },
      { n: 1, seed: 7, presence_penalty: 0, logit_bias: {}, store: false },
      { tools: [{ type: 'function', function: { name: 'x', parameters: { type: 'object' } } }], tool_choice: 'auto' },
      { call: { id: 'c', monitor: { a: 1 } }, phoneNumber: {}, customer: { number: '+1' }, stream: false },
      { some_new_field: [[{ deep: true }]] },
    ])('should answer with %j', async (fields) => {
      const completion = await complete({ messages: LOANS, ...fields });
      expect(completion.model).toBe('embedded-dialog-1');
      expect(textOf(completion)).toMatch(/personal/i);
    });

    it('should process a repeated Idempotency-Key as any other request', async () => {
      const init = { headers: { 'idempotency-key': 'same' } };
      const first = await complete({ messages: LOANS }, init);
      const second = await complete({ messages: [{ role: 'user', content: 'Hello' }] }, init);
      expect(textOf(second)).not.toBe(textOf(first));
    });
  });

  describe('when it comes to the request id', () => {
    const bodies: readonly (readonly [string, object, number])[] = [
      ['a completion', { messages: LOANS }, 200],
      ['a stream', { messages: LOANS, stream: true }, 200],
      ['an error', {}, 400],
    ];

    it.each(bodies)('should send a given one back with %s', async (_what, body, status) => {
      const response = await service.post(CHAT, body, { headers: { 'x-request-id': 'call-7:turn.2_a' } });
      expect(response.status).toBe(status);
      expect(response.headers.get('x-request-id')).toBe('call-7:turn.2_a');
      await response.text();
    });

    it.each(bodies)('should make one for %s that brings none', async (_what, body) => {
      const response = await service.post(CHAT, body);
      expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
      await response.text();
    });

    it.each(['two words', '<script>', 'a'.repeat(129), 'é'])('should not repeat %s', async (id) => {
      const response = await service.post(CHAT, {}, { headers: { 'x-request-id': id } });
      expect(response.headers.get('x-request-id')).toMatch(/^req_[0-9a-f]{32}$/);
    });
  });
});

describe('POST /v1/chat/completions with MODEL_NAMES=strict', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp({ MODEL_NAMES: 'strict' });
  });

  afterAll(async () => {
    await service.close();
  });

  it('should answer under the name of its model', async () => {
    const response = await service.post(CHAT, { messages: LOANS, model: 'embedded-dialog-1' });
    expect(response.status).toBe(200);
  });

  it.each([false, true])('should answer 404 to any other name (stream: %s)', async (stream) => {
    const response = await service.post(CHAT, { messages: LOANS, model: 'gpt-4o', stream });
    expect(response.status).toBe(404);
    expect(await readError(response)).toEqual({
      message: 'The model `gpt-4o` does not exist or you do not have access to it.',
      type: 'invalid_request_error',
      param: null,
      code: 'model_not_found',
    });
  });

  it.each([{}, { model: null }])('should answer 400 without a name (%j)', async (fields) => {
    const response = await service.post(CHAT, { messages: LOANS, ...fields });
    expect(response.status).toBe(400);
    expect(await readError(response)).toMatchObject({ message: 'you must provide a model parameter', code: null });
  });
});
