import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { APICallError, generateText, Output, stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { resultOf, TOOL_LOOPS, type ToolLoop } from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const Answer = z.object({ answer: z.string(), sure: z.boolean() });
const VALUE = { answer: 'ten', sure: true };

describe('the AI SDK', () => {
  let stage: ContractStage;

  beforeAll(async () => {
    stage = await startContractStage();
  });

  afterAll(async () => {
    await stage.close();
  });

  beforeEach(() => {
    stage.takeStatuses();
  });

  const provide = (options: { apiKey?: string; supportsStructuredOutputs?: boolean } = {}) =>
    createOpenAICompatible({
      name: 'tellerline',
      baseURL: stage.baseUrl,
      apiKey: stage.apiKey,
      includeUsage: true,
      supportsStructuredOutputs: true,
      fetch: stage.fetch,
      ...options,
    });
  const model = () => provide()(MODEL);

  describe('when it generates a text', () => {
    it('should get the words, the reason and the usage', async () => {
      const { text, finishReason, usage, response } = await generateText({ model: model(), prompt: 'N=3' });
      expect([text, finishReason]).toEqual(['word0 word1 word2 ', 'stop']);
      expect(usage.totalTokens).toBe((usage.inputTokens ?? 0) + (usage.outputTokens ?? 0));
      expect(usage.outputTokens).toBeGreaterThan(0);
      expect(response).toMatchObject({ modelId: MODEL, id: expect.stringMatching(/^chatcmpl-/) as string });
    });

    it('should get the same piece by piece, with the usage at the end', async () => {
      const whole = await generateText({ model: model(), prompt: 'N=3' });
      const result = streamText({ model: model(), prompt: 'N=3' });
      const pieces: string[] = [];
      for await (const piece of result.textStream) pieces.push(piece);
      expect(pieces.length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(whole.text);
      expect(await result.usage).toMatchObject({ totalTokens: whole.usage.totalTokens });
    });
  });

  describe('when the model calls its tools', () => {
    const ran: { name: string; input: unknown }[] = [];
    const runs = (name: string) => (input: unknown) => {
      ran.push({ name, input });
      const result = resultOf({ name, input });
      return result.startsWith('{') ? (JSON.parse(result) as unknown) : result;
    };
    const tools = {
      get_weather: tool({ inputSchema: z.object({ city: z.string() }), execute: runs('get_weather') }),
      get_time: tool({ inputSchema: z.object({}), execute: runs('get_time') }),
    };
    const reasonsOf = (rounds: ToolLoop['rounds']): readonly string[] => [...rounds.map(() => 'tool-calls'), 'stop'];
    const loop = (prompt: string) => ({ model: model(), prompt, tools, stopWhen: stepCountIs(4) });

    it.each(TOOL_LOOPS)('should run each once and get the answer: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const { text, steps } = await generateText(loop(prompt));
      expect(ran).toEqual(rounds.flat());
      expect(text).toBe(answer);
      expect(steps.map(({ finishReason }) => finishReason)).toEqual(reasonsOf(rounds));
    });

    it.each(TOOL_LOOPS)('should do the same with streams: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const result = streamText(loop(prompt));
      expect(await result.text).toBe(answer);
      expect(ran).toEqual(rounds.flat());
      expect((await result.steps).map(({ finishReason }) => finishReason)).toEqual(reasonsOf(rounds));
    });
  });

  describe('when it asks for an object', () => {
    const prompt = `JSON ${JSON.stringify(VALUE)}`;

    it('should get one that fits a schema of zod', async () => {
      const { output } = await generateText({ model: model(), prompt, output: Output.object({ schema: Answer }) });
      expect(output).toEqual(VALUE);
    });

    it('should get it in a stream', async () => {
      const result = streamText({ model: model(), prompt, output: Output.object({ schema: Answer }) });
      expect(await result.output).toEqual(VALUE);
    });

    it('should get one in the plain JSON mode', async () => {
      const plain = provide({ supportsStructuredOutputs: false })(MODEL);
      const { output } = await generateText({ model: plain, prompt, output: Output.json() });
      expect(output).toEqual(VALUE);
    });

    it('should get an error, and no object that does not fit', async () => {
      const unfit = { model: model(), prompt: 'JSON {"answer":10}', maxRetries: 0 };
      await expect(generateText({ ...unfit, output: Output.object({ schema: Answer }) })).rejects.toMatchObject({
        statusCode: 502,
      });
    });
  });

  describe('when it is refused', () => {
    it.each([
      { status: 400, fields: { temperature: 3 }, words: 'temperature' },
      { status: 401, options: { apiKey: 'tlk_wrong' }, words: 'API key' },
      { status: 404, name: 'gpt-x', words: 'gpt-x' },
    ])('should throw its APICallError for $status, once', async ({ status, fields, options, name, words }) => {
      const refused = provide(options)(name ?? MODEL);
      const error = await failureOf(generateText({ model: refused, prompt: 'N=1', ...fields }));
      expect(error).toMatchObject({ statusCode: status, isRetryable: false });
      expect(error.message).toContain(words);
      expect(stage.takeStatuses()).toEqual([status]);
    });

    it.each([429, 503])('should know that a status of %d may pass', async (status) => {
      const error = await failureOf(generateText({ model: model(), prompt: `ERR_${status}`, maxRetries: 0 }));
      expect(error).toMatchObject({ statusCode: status, isRetryable: true });
    });

    it('should tell of a stream that breaks', async () => {
      const told: unknown[] = [];
      const onError = ({ error }: { error: unknown }): void => {
        told.push(error);
      };
      const result = streamText({ model: model(), prompt: 'N=8 ERR_MIDSTREAM', onError });
      const types: string[] = [];
      for await (const part of result.fullStream) types.push(part.type);
      expect(types).toContain('error');
      expect(told).toHaveLength(1);
    });
  });

  it.each([429, 503])('should come through on the next attempt after a status of %d', async (status) => {
    const { text } = await generateText({ model: model(), prompt: `N=1 ERR_${status}x1 RETRY_AFTER=1` });
    expect(text).toBe('word0 ');
    expect(stage.takeStatuses()).toEqual([status, 200]);
  });

  it('should end the call of the model when it aborts in the middle of a stream', async () => {
    await stage.expectUpstreamEnd(async () => {
      const controller = new AbortController();
      const result = streamText({ model: model(), prompt: LONG_SPEECH, abortSignal: controller.signal });
      const types = new Set<string>();
      for await (const part of result.fullStream) {
        types.add(part.type);
        if (part.type === 'text-delta') controller.abort();
      }
      expect(types).toContain('abort');
    });
  });

  async function failureOf(call: PromiseLike<unknown>): Promise<APICallError> {
    try {
      await call;
    } catch (error) {
      if (APICallError.isInstance(error)) return error;
      throw error;
    }
    throw new Error('The call succeeded.');
  }
});
