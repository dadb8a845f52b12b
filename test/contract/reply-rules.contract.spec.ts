import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { readChunks, readError, readErrorBody, readPayloads } from '../support/wire';
import { TIME_CALL, TOOLS, WEATHER_CALL } from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const COMPLETION_KEYS = ['choices', 'created', 'id', 'model', 'object', 'service_tier', 'usage'];
const CHUNK_KEYS = ['choices', 'created', 'id', 'model', 'object', 'service_tier'];
const CHOICE_KEYS = ['finish_reason', 'index', 'logprobs', 'message'];
const CHUNK_CHOICE_KEYS = ['delta', 'finish_reason', 'index', 'logprobs'];
const MESSAGE_KEYS = ['annotations', 'content', 'refusal', 'role'];
const USAGE_KEYS = [
  'completion_tokens',
  'completion_tokens_details',
  'prompt_tokens',
  'prompt_tokens_details',
  'total_tokens',
];
const CALL_KEYS = ['function', 'id', 'type'];
const FUNCTION_KEYS = ['arguments', 'name'];

const JSON_TEXT = '{"answer":"ten"}';
const JSON_FORMAT = {
  type: 'json_schema',
  json_schema: {
    name: 'reply',
    strict: true,
    schema: {
      type: 'object',
      properties: { answer: { type: 'string' } },
      required: ['answer'],
      additionalProperties: false,
    },
  },
};
const FUNCTIONS = TOOLS.map((tool) => tool.function).map(({ name, description, parameters }) => ({
  name,
  description,
  parameters,
}));

const keysOf = (value: object | null | undefined): string[] => Object.keys(value ?? {}).sort();

describe('a reply to a chat completion', () => {
  let stage: ContractStage;

  beforeAll(async () => {
    stage = await startContractStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  function post(
    prompt: string,
    fields: object = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    return fetch(`${stage.baseUrl}/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${stage.apiKey}`, ...headers },
      body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: prompt }], ...fields }),
    });
  }

  async function complete(prompt: string, fields: object = {}): Promise<ChatCompletion> {
    const response = await post(prompt, fields);
    expect(response.status).toBe(200);
    return (await response.json()) as ChatCompletion;
  }

  async function stream(prompt: string, fields: object = {}): Promise<readonly ChatCompletionChunk[]> {
    const response = await post(prompt, { stream: true, ...fields });
    expect(response.status).toBe(200);
    return readChunks(await response.text()) as readonly ChatCompletionChunk[];
  }

  const deltasOf = (chunks: readonly ChatCompletionChunk[]) =>
    chunks.flatMap(({ choices }) => choices.map(({ delta }) => delta));
  const reasonsOf = (chunks: readonly ChatCompletionChunk[]) =>
    chunks.flatMap(({ choices }) => choices.map((choice) => choice.finish_reason)).filter((reason) => reason !== null);

  interface Shape {
    readonly what: string;
    readonly prompt: string;
    readonly fields?: object;
    /** What the message has beside the keys of every message. */
    readonly extra?: string;
    readonly reason: string;
  }

  const SHAPES: readonly Shape[] = [
    { what: 'text', prompt: 'N=3', reason: 'stop' },
    { what: 'text cut short', prompt: 'N=3 MAXTOK', reason: 'length' },
    { what: 'text that a filter stopped', prompt: 'N=3 FILTER', reason: 'content_filter' },
    {
      what: 'tool calls',
      prompt: `${WEATHER_CALL} ${TIME_CALL}`,
      fields: { tools: TOOLS },
      extra: 'tool_calls',
      reason: 'tool_calls',
    },
    {
      what: 'text and a tool call',
      prompt: `N=2 ${WEATHER_CALL}`,
      fields: { tools: TOOLS },
      extra: 'tool_calls',
      reason: 'tool_calls',
    },
    {
      what: 'a function call of the old kind',
      prompt: WEATHER_CALL,
      fields: { functions: FUNCTIONS },
      extra: 'function_call',
      reason: 'function_call',
    },
    { what: 'JSON', prompt: `JSON ${JSON_TEXT}`, fields: { response_format: JSON_FORMAT }, reason: 'stop' },
  ];

  describe('when it is one completion', () => {
    it.each(SHAPES)('should have exactly the keys of OpenAI: $what', async ({ prompt, fields, extra, reason }) => {
      const completion = await complete(prompt, fields);
      const [choice] = completion.choices;
      expect(keysOf(completion)).toEqual(COMPLETION_KEYS);
      expect(completion.choices).toHaveLength(1);
      expect(keysOf(choice)).toEqual(CHOICE_KEYS);
      expect(keysOf(choice?.message)).toEqual([...MESSAGE_KEYS, ...(extra === undefined ? [] : [extra])].sort());
      expect(choice?.finish_reason).toBe(reason);
      assertUsageKeys(completion.usage);
      for (const call of choice?.message.tool_calls ?? []) {
        expect(keysOf(call)).toEqual(CALL_KEYS);
        expect(keysOf(call.type === 'function' ? call.function : call.custom)).toEqual(FUNCTION_KEYS);
      }
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the deprecated form is part of the contract
      const functionCall = choice?.message.function_call;
      expect(keysOf(functionCall)).toEqual(extra === 'function_call' ? FUNCTION_KEYS : []);
    });

    it('should have one more key where metadata is echoed', async () => {
      const completion = await complete('N=1', { metadata: { call: 'c-1' } });
      expect(keysOf(completion)).toEqual([...COMPLETION_KEYS, 'metadata'].sort());
      expect(completion).toMatchObject({ metadata: { call: 'c-1' } });
    });

    it('C-12: should hold a plain answer without tool_calls, with nulls, seconds and a sum', async () => {
      const before = Math.floor(Date.now() / 1000);
      const { id, created, choices, usage } = await complete('N=3');
      expect(choices[0]?.message).toEqual({
        role: 'assistant',
        content: 'word0 word1 word2 ',
        refusal: null,
        annotations: [],
      });
      expect(choices[0]?.logprobs).toBeNull();
      expect(id).toMatch(/^chatcmpl-[A-Za-z0-9]{29}$/);
      expect(created).toBeGreaterThanOrEqual(before);
      expect(created).toBeLessThanOrEqual(Math.floor(Date.now() / 1000));
      expect(usage?.prompt_tokens).toBeGreaterThan(0);
      expect(usage?.completion_tokens).toBeGreaterThan(0);
      expect(usage?.total_tokens).toBe((usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
    });

    it('C-13: should hold a call with content null, tool_calls as its reason, and arguments as a text of JSON', async () => {
      const [choice] = (await complete(WEATHER_CALL, { tools: TOOLS })).choices;
      expect(choice).toMatchObject({ finish_reason: 'tool_calls', message: { content: null } });
      expect(choice?.message.tool_calls).toEqual([
        {
          id: expect.stringMatching(/^call_[A-Za-z0-9]{24}$/) as string,
          type: 'function',
          function: { name: 'get_weather', arguments: '{"city":"Paris"}' },
        },
      ]);
      const without = (await complete(TIME_CALL, { tools: TOOLS })).choices[0]?.message.tool_calls;
      expect(without).toMatchObject([{ function: { name: 'get_time', arguments: '{}' } }]);
      const named = { tools: TOOLS, tool_choice: { type: 'function', function: { name: 'get_time' } } };
      const [forced] = (await complete(TIME_CALL, named)).choices;
      expect(forced).toMatchObject({ finish_reason: 'stop', message: { content: null } });
      expect(forced?.message.tool_calls).toHaveLength(1);
    });
  });

  describe('when it is a stream', () => {
    const STREAMED = [false, true].flatMap((withUsage) => SHAPES.map((shape) => ({ ...shape, withUsage })));

    it.each(STREAMED)(
      'should have exactly the keys of OpenAI: $what, usage $withUsage',
      async ({ prompt, fields, reason, withUsage }) => {
        const options = withUsage ? { stream_options: { include_usage: true } } : {};
        const chunks = await stream(prompt, { ...fields, ...options });
        for (const chunk of chunks) expect(keysOf(chunk)).toEqual(withUsage ? [...CHUNK_KEYS, 'usage'] : CHUNK_KEYS);
        for (const choice of chunks.flatMap(({ choices }) => choices))
          expect(keysOf(choice)).toEqual(CHUNK_CHOICE_KEYS);
        const [first, ...rest] = deltasOf(chunks).map(keysOf);
        expect(first).toEqual(['content', 'refusal', 'role']);
        expect(rest.at(-1)).toEqual([]);
        for (const keys of rest.slice(0, -1))
          expect([['content'], ['tool_calls'], ['function_call']]).toContainEqual(keys);
        expect(reasonsOf(chunks)).toEqual([reason]);
        if (withUsage) assertUsageKeys(chunks.at(-1)?.usage);
      },
    );

    it('C-14: should number parallel calls from 0, with id, type and name in the first piece of each alone', async () => {
      const chunks = await stream(`${WEATHER_CALL} ${TIME_CALL}`, { tools: TOOLS });
      const pieces = deltasOf(chunks).flatMap((delta) => delta.tool_calls ?? []);
      expect(pieces.map(({ index }) => index)).toEqual([0, 0, 1, 1]);
      for (const index of [0, 1]) {
        const [first, ...rest] = pieces.filter((piece) => piece.index === index);
        expect(keysOf(first)).toEqual([...CALL_KEYS, 'index'].sort());
        expect(keysOf(first?.function)).toEqual(FUNCTION_KEYS);
        for (const piece of rest)
          expect([keysOf(piece), keysOf(piece.function)]).toEqual([['function', 'index'], ['arguments']]);
      }
      const calls = (await complete(`${WEATHER_CALL} ${TIME_CALL}`, { tools: TOOLS })).choices[0]?.message.tool_calls;
      expect(calls).toMatchObject([
        { function: { name: 'get_weather', arguments: '{"city":"Paris"}' } },
        { function: { name: 'get_time', arguments: '{}' } },
      ]);
    });

    it('C-15: should be an event stream of data lines alone, uncompressed, whatever is accepted, and end with [DONE]', async () => {
      const headers = { accept: 'application/json', 'accept-encoding': 'gzip, deflate, br' };
      const response = await post('N=3', { stream: true }, headers);
      expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
      expect(response.headers.has('content-encoding')).toBe(false);
      const text = await response.text();
      expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('data: '))).toEqual([]);
      expect(readPayloads(text).at(-1)).toBe('[DONE]');
    });

    it('C-16: should tell the role once and first, the reason once and alone, under one id, time and model', async () => {
      // It lasts for more than a second, so that a time taken anew for a chunk would be another one.
      const chunks = await stream('N=5 GAP=400');
      const deltas = deltasOf(chunks);
      expect(deltas[0]).toEqual({ role: 'assistant', content: '', refusal: null });
      expect(deltas.filter((delta) => 'role' in delta)).toHaveLength(1);
      expect(new Set(chunks.map(({ id, created, model }) => `${id} ${created} ${model}`)).size).toBe(1);
      expect(reasonsOf(chunks)).toEqual(['stop']);
      const last = chunks.at(-1)?.choices[0];
      expect([last?.finish_reason, last?.delta]).toEqual(['stop', {}]);
      const calling = deltasOf(await stream(WEATHER_CALL, { tools: TOOLS }));
      expect(calling[0]).toEqual({ role: 'assistant', content: null, refusal: null });
    });

    it('C-17: should tell the usage in one last chunk without choices when it is asked for, and never else', async () => {
      const asked = await stream('N=3', { stream_options: { include_usage: true } });
      expect(asked.slice(0, -1).every(({ usage }) => usage === null)).toBe(true);
      expect(asked.at(-1)?.choices).toEqual([]);
      expect(asked.at(-1)?.usage).toEqual((await complete('N=3')).usage);
      for (const options of [{}, { stream_options: { include_usage: false } }, { stream_options: null }]) {
        expect((await stream('N=3', options)).filter((chunk) => 'usage' in chunk)).toEqual([]);
      }
    });

    it.each(SHAPES)('C-18: should say what a completion says: $what', async ({ prompt, fields }) => {
      const message = (await complete(prompt, fields)).choices[0]?.message;
      const deltas = deltasOf(await stream(prompt, fields));
      expect(deltas.map(({ content }) => content ?? '').join('')).toBe(message?.content ?? '');
      const pieces = deltas.flatMap((delta) => delta.tool_calls ?? []);
      const called = (message?.tool_calls ?? []).map((_, index) => {
        const own = pieces.filter((piece) => piece.index === index).map((piece) => piece.function);
        return {
          function: {
            name: own.map((piece) => piece?.name ?? '').join(''),
            arguments: own.map((piece) => piece?.arguments ?? '').join(''),
          },
        };
      });
      expect(message?.tool_calls ?? []).toMatchObject(called);
      expect(new Set(pieces.map(({ index }) => index)).size).toBe(called.length);
    });

    it('C-18: should begin before the model has ended', async () => {
      await stage.expectUpstreamEnd(async () => {
        const response = await post(LONG_SPEECH, { stream: true });
        const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
        let heard = '';
        while (!heard.includes('word')) heard += (await reader?.read())?.value ?? '';
        await reader?.cancel();
      });
    });
  });

  describe('when it is an error', () => {
    it.each<{ what: string; status: number; prompt: string; fields?: object }>([
      { what: 'a parameter out of range', status: 400, prompt: 'N=1', fields: { temperature: 3 } },
      { what: 'a model that is not served', status: 404, prompt: 'N=1', fields: { model: 'gpt-x' } },
      { what: 'a model that throttles', status: 429, prompt: 'ERR_429' },
      {
        what: 'an answer that does not fit its schema',
        status: 502,
        prompt: 'JSON {"answer":10}',
        fields: { response_format: JSON_FORMAT },
      },
      { what: 'a model that is away', status: 503, prompt: 'ERR_503' },
    ])('should have exactly the four keys of OpenAI, stream or not: $what', async ({ status, prompt, fields }) => {
      for (const mode of [{}, { stream: true }]) {
        const response = await post(prompt, { ...fields, ...mode });
        expect(response.status).toBe(status);
        await readError(response);
      }
    });

    it.each([
      ['ERR_FIRST', 502],
      ['ERR_503', 503],
      ['ERR_429', 429],
    ])('C-24: should be a status before the first word: %s', async (word, status) => {
      const response = await post(word, { stream: true });
      expect(response.status).toBe(status);
      await readError(response);
    });

    it.each(['ERR_MIDSTREAM', 'ERR_MID_429', 'ERR_DROP', 'ERR_TRUNC'])(
      'C-24: should be one data frame and the end in the middle of a stream: %s',
      async (word) => {
        const response = await post(`${word} N=6`, { stream: true });
        expect(response.status).toBe(200);
        const payloads = readPayloads(await response.text());
        expect(payloads.filter((payload) => payload.startsWith('{"error"'))).toEqual(payloads.slice(-1));
        readErrorBody(payloads.at(-1) ?? '');
        expect(payloads.length).toBeGreaterThan(1);
      },
    );
  });

  function assertUsageKeys(usage: ChatCompletion['usage'] | null): void {
    expect(keysOf(usage)).toEqual(USAGE_KEYS);
    expect(keysOf(usage?.prompt_tokens_details)).toEqual(['audio_tokens', 'cached_tokens']);
    expect(keysOf(usage?.completion_tokens_details)).toEqual([
      'accepted_prediction_tokens',
      'audio_tokens',
      'reasoning_tokens',
      'rejected_prediction_tokens',
    ]);
  }
});
