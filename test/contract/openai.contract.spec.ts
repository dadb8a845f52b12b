import OpenAI from 'openai';
import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import { resultOf, TOOL_LOOPS, TOOLS } from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const CLIENT_TOOLS: ChatCompletionTool[] = TOOLS.map((tool) => ({ ...tool, function: { ...tool.function } }));
const REQUEST_ID = /^req_[0-9a-f]{32}$/;
/** A model whose id has a slash, as many on Bedrock have. */
const PROFILE = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0';

describe('the client of openai', () => {
  let stage: ContractStage;
  let client: OpenAI;

  beforeAll(async () => {
    stage = await startContractStage();
    client = new OpenAI({ baseURL: stage.baseUrl, apiKey: stage.apiKey, fetch: stage.fetch });
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    stage.takeStatuses();
  });

  const user = (content: string): ChatCompletionMessageParam => ({ role: 'user', content });
  const ask = (content: string) => ({ model: MODEL, messages: [user(content)] });

  describe('when it creates a completion', () => {
    it('should get the words, the usage and the id of the request', async () => {
      const { data, response, request_id } = await client.chat.completions.create(ask('N=3')).withResponse();
      expect(data.choices[0]?.message.content).toBe('word0 word1 word2 ');
      expect(data.usage?.total_tokens).toBeGreaterThan(0);
      expect(request_id).toMatch(REQUEST_ID);
      expect(data).toMatchObject({ _request_id: request_id });
      expect(response.headers.get('x-request-id')).toBe(request_id);
    });

    it('should get the same words piece by piece, and the usage at the end', async () => {
      const whole = await client.chat.completions.create(ask('N=3'));
      const options = { stream: true, stream_options: { include_usage: true } } as const;
      const { data, request_id } = await client.chat.completions.create({ ...ask('N=3'), ...options }).withResponse();
      const pieces: string[] = [];
      let usage: OpenAI.CompletionUsage | null | undefined;
      for await (const chunk of data) {
        pieces.push(chunk.choices[0]?.delta.content ?? '');
        usage = chunk.usage;
      }
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(whole.choices[0]?.message.content);
      expect(usage).toEqual(whole.usage);
      expect(request_id).toMatch(REQUEST_ID);
    });

    it('should see no usage in a stream that it did not ask it of', async () => {
      const stream = await client.chat.completions.create({ ...ask('N=2'), stream: true });
      for await (const chunk of stream) expect(chunk.usage).toBeUndefined();
    });
  });

  describe('when the model calls its tools', () => {
    it.each(TOOL_LOOPS)('should come through the loop with create: %s', async (_what, { prompt, rounds, answer }) => {
      const messages = [user(prompt)];
      const next = async () =>
        (await client.chat.completions.create({ model: MODEL, messages, tools: CLIENT_TOOLS })).choices[0]?.message;
      for (const calls of rounds) {
        const message = await next();
        if (message?.tool_calls === undefined) throw new Error('There are no calls.');
        expect(message.tool_calls.map(readCall)).toEqual(calls);
        messages.push(message, ...message.tool_calls.map((call) => answerTo(call)));
      }
      const last = await next();
      expect(last?.content).toBe(answer);
      expect(last).not.toHaveProperty('tool_calls');
    });

    it.each(TOOL_LOOPS)('should come through the loop with streams: %s', async (_what, { prompt, rounds, answer }) => {
      const messages = [user(prompt)];
      const next = () => client.chat.completions.stream({ model: MODEL, messages, tools: CLIENT_TOOLS });
      for (const calls of rounds) {
        const message = await next().finalMessage();
        const made = message.tool_calls ?? [];
        expect(made.map(readCall)).toEqual(calls);
        messages.push(message, ...made.map((call) => answerTo(call)));
      }
      expect(await next().finalContent()).toBe(answer);
    });
  });

  describe('when it is refused', () => {
    it.each([
      {
        name: 'BadRequestError',
        status: 400,
        fields: { temperature: 3 },
        details: { param: 'temperature', code: 'decimal_above_max_value' },
      },
      { name: 'NotFoundError', status: 404, fields: { model: 'gpt-x' }, details: { code: 'model_not_found' } },
    ] as const)('should throw $name, once', async ({ name, status, fields, details }) => {
      for (const stream of [false, true]) {
        const error = await failureOf(client.chat.completions.create({ ...ask('N=1'), ...fields, stream }));
        expect(error).toBeInstanceOf(OpenAI[name]);
        expect(error).toMatchObject({ status, type: 'invalid_request_error', ...details });
        expect(error.requestID).toMatch(REQUEST_ID);
      }
      expect(stage.takeStatuses()).toEqual([status, status]);
    });

    it('should throw AuthenticationError with a wrong key', async () => {
      const stranger = client.withOptions({ apiKey: 'tlk_wrong' });
      const error = await failureOf(stranger.chat.completions.create(ask('N=1')));
      expect(error).toBeInstanceOf(OpenAI.AuthenticationError);
      expect(error).toMatchObject({ status: 401, code: 'invalid_api_key' });
      expect(stage.takeStatuses()).toEqual([401]);
    });

    it.each([
      ['RateLimitError', 429, 'ERR_429'],
      ['InternalServerError', 503, 'ERR_503'],
      ['InternalServerError', 502, 'ERR_FIRST'],
    ] as const)('should throw %s for a status of %d', async (name, status, prompt) => {
      const once = client.withOptions({ maxRetries: 0 });
      const error = await failureOf(once.chat.completions.create(ask(prompt)));
      expect(error).toBeInstanceOf(OpenAI[name]);
      expect(error.status).toBe(status);
    });

    it('should throw APIError in the middle of a stream that breaks', async () => {
      const stream = await client.chat.completions.create({ ...ask('N=8 ERR_MIDSTREAM'), stream: true });
      const read = async (): Promise<void> => {
        for await (const chunk of stream) expect(chunk.object).toBe('chat.completion.chunk');
      };
      expect(await failureOf(read())).toMatchObject({ type: 'server_error' });
    });
  });

  describe('when the first attempt fails', () => {
    it.each([429, 503])('should come through on the next one after a status of %d', async (status) => {
      const completion = await client.chat.completions.create(ask(`N=1 ERR_${status}x1 RETRY_AFTER=1`));
      expect(completion.choices[0]?.message.content).toBe('word0 ');
      expect(stage.takeStatuses()).toEqual([status, 200]);
    });

    it('should come through with a stream, too', async () => {
      const runner = client.chat.completions.stream(ask('N=2 ERR_503x1 RETRY_AFTER=1'));
      expect(await runner.finalContent()).toBe('word0 word1 ');
      expect(stage.takeStatuses()).toEqual([503, 200]);
    });
  });

  describe('when it aborts', () => {
    it('should end the call of the model in the middle of a stream', async () => {
      await stage.expectUpstreamEnd(async () => {
        const stream = await client.chat.completions.create({ ...ask(LONG_SPEECH), stream: true });
        for await (const chunk of stream) {
          if ((chunk.choices[0]?.delta.content ?? '') !== '') stream.controller.abort();
        }
      });
    });

    it('should end the call of the model before there is a completion', async () => {
      await stage.expectUpstreamEnd(async () => {
        const controller = new AbortController();
        const before = stage.emulator.requests;
        const completion = client.chat.completions.create(ask(LONG_SPEECH), { signal: controller.signal });
        const failure = failureOf(completion);
        await stage.whenModelIsCalled(before);
        controller.abort();
        expect(await failure).toBeInstanceOf(OpenAI.APIUserAbortError);
      });
    });
  });

  describe('when it asks for models', () => {
    it('should find the one that answers', async () => {
      const { data } = await client.models.list();
      expect(data.map(({ id }) => id)).toEqual([MODEL]);
      expect(Object.keys(data[0] ?? {}).sort()).toEqual(['created', 'id', 'object', 'owned_by']);
      expect(await client.models.retrieve(MODEL)).toMatchObject({ ...data[0] });
      expect(await failureOf(client.models.retrieve('a/b'))).toBeInstanceOf(OpenAI.NotFoundError);
    });

    it('should find and use one whose id has a slash', async () => {
      const other = await startContractStage({ MODEL: PROFILE });
      try {
        const itsClient = new OpenAI({ baseURL: other.baseUrl, apiKey: other.apiKey });
        expect(await itsClient.models.retrieve(PROFILE)).toMatchObject({ id: PROFILE, object: 'model' });
        const completion = await itsClient.chat.completions.create({ ...ask('N=1'), model: PROFILE });
        expect(completion.model).toBe(PROFILE);
      } finally {
        await other.close();
      }
    });
  });

  function readCall(call: OpenAI.ChatCompletionMessageToolCall): { name: string; input: unknown } {
    if (call.type !== 'function') throw new Error('This is no call of a function.');
    return { name: call.function.name, input: JSON.parse(call.function.arguments) as unknown };
  }

  function answerTo(call: OpenAI.ChatCompletionMessageToolCall): ChatCompletionMessageParam {
    return { role: 'tool', tool_call_id: call.id, content: resultOf(readCall(call)) };
  }

  async function failureOf(call: PromiseLike<unknown>): Promise<InstanceType<typeof OpenAI.APIError>> {
    try {
      await call;
    } catch (error) {
      if (error instanceof OpenAI.APIError) return error;
      throw error;
    }
    throw new Error('The call succeeded.');
  }
});
