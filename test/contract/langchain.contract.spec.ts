import {
  type AIMessage,
  type AIMessageChunk,
  type BaseMessage,
  HumanMessage,
  ToolMessage,
  type UsageMetadata,
} from '@langchain/core/messages';
import { tool } from '@langchain/core/tools';
import { ChatOpenAI, type ChatOpenAIFields } from '@langchain/openai';
import { z } from 'zod';
import { resultOf, TOOL_LOOPS } from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const Answer = z.object({ answer: z.string(), sure: z.boolean() });
const VALUE = { answer: 'ten', sure: true };

describe('LangChain', () => {
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

  const chat = (fields: ChatOpenAIFields = {}): ChatOpenAI =>
    new ChatOpenAI({
      model: MODEL,
      maxRetries: 2,
      apiKey: stage.apiKey,
      configuration: { baseURL: stage.baseUrl, fetch: stage.fetch },
      ...fields,
    });

  describe('when it invokes the model', () => {
    it('should get the words, the reason and the usage', async () => {
      const message = await chat().invoke('N=3');
      expect(message.content).toBe('word0 word1 word2 ');
      expect(message.response_metadata).toMatchObject({ finish_reason: 'stop', model_name: MODEL });
      const { input_tokens, output_tokens, total_tokens } = usageOf(message);
      expect(total_tokens).toBe(input_tokens + output_tokens);
      expect(output_tokens).toBeGreaterThan(0);
    });

    it('should get the same piece by piece, with the usage at the end', async () => {
      const whole = await chat().invoke('N=3');
      const chunks: AIMessageChunk[] = [];
      for await (const chunk of await chat().stream('N=3')) chunks.push(chunk);
      expect(chunks.filter(({ content }) => content !== '').length).toBeGreaterThan(1);
      const folded = chunks.reduce((sum, chunk) => sum.concat(chunk));
      expect(folded.content).toBe(whole.content);
      expect(usageOf(folded)).toMatchObject({ total_tokens: usageOf(whole).total_tokens });
    });
  });

  describe('when the model calls its tools', () => {
    const ran: { name: string; input: unknown }[] = [];
    const runs = (name: string) => (input: unknown) => {
      ran.push({ name, input });
      return resultOf({ name, input });
    };
    const weather = tool(runs('get_weather'), {
      name: 'get_weather',
      description: 'Tells the weather.',
      schema: z.object({ city: z.string() }),
    });
    const time = tool(runs('get_time'), {
      name: 'get_time',
      description: 'Tells the time.',
      schema: z.object({}),
    });
    const bound = () => chat().bindTools([weather, time], { strict: true });

    async function runTools(message: AIMessage): Promise<ToolMessage[]> {
      const results: ToolMessage[] = [];
      for (const call of message.tool_calls ?? []) {
        const called = { ...call, type: 'tool_call' as const };
        const result: unknown = await (call.name === 'get_weather' ? weather.invoke(called) : time.invoke(called));
        if (!(result instanceof ToolMessage)) throw new Error('This is no result of a tool.');
        results.push(result);
      }
      return results;
    }

    it.each(TOOL_LOOPS)('should run each once and get the answer: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const messages: BaseMessage[] = [new HumanMessage(prompt)];
      for (const calls of rounds) {
        const called = await bound().invoke(messages);
        expect(called.response_metadata).toMatchObject({ finish_reason: 'tool_calls' });
        expect(called.tool_calls).toHaveLength(calls.length);
        messages.push(called, ...(await runTools(called)));
      }
      expect(ran).toEqual(rounds.flat());
      expect((await bound().invoke(messages)).content).toBe(answer);
    });

    it.each(TOOL_LOOPS)('should do the same with streams: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const messages: BaseMessage[] = [new HumanMessage(prompt)];
      for (const calls of rounds) {
        const called = await streamed(bound(), messages);
        expect(called.tool_calls).toHaveLength(calls.length);
        messages.push(called, ...(await runTools(called)));
      }
      expect(ran).toEqual(rounds.flat());
      expect((await streamed(bound(), messages)).content).toBe(answer);
    });

    async function streamed(runnable: ReturnType<typeof bound>, messages: BaseMessage[]): Promise<AIMessageChunk> {
      const chunks: AIMessageChunk[] = [];
      for await (const chunk of await runnable.stream(messages)) chunks.push(chunk);
      return chunks.reduce((sum, chunk) => sum.concat(chunk));
    }
  });

  describe('when it asks for structured output', () => {
    it.each<['jsonSchema' | 'jsonMode' | 'functionCalling', string]>([
      ['jsonSchema', `JSON ${JSON.stringify(VALUE)}`],
      ['jsonMode', `JSON ${JSON.stringify(VALUE)}`],
      ['functionCalling', `CALL_TOOL reply ${JSON.stringify(VALUE)}`],
    ])('should get what fits a schema of zod, by %s', async (method, prompt) => {
      // Strictness has no meaning in the plain JSON mode, and LangChain refuses it there.
      const options = { method, name: 'reply', ...(method === 'jsonMode' ? {} : { strict: true }) };
      expect(await chat().withStructuredOutput(Answer, options).invoke(prompt)).toEqual(VALUE);
    });

    it('should get an error, and no output that does not fit', async () => {
      const structured = chat({ maxRetries: 0 }).withStructuredOutput(Answer, { method: 'jsonSchema', strict: true });
      await expect(structured.invoke('JSON {"answer":10}')).rejects.toMatchObject({ status: 502 });
    });
  });

  describe('when it is refused', () => {
    it.each<{ name: string; status: number; fields: ChatOpenAIFields; details: object }>([
      { name: 'BadRequestError', status: 400, fields: { temperature: 3 }, details: { param: 'temperature' } },
      {
        name: 'AuthenticationError',
        status: 401,
        fields: { apiKey: 'tlk_wrong' },
        details: { lc_error_code: 'MODEL_AUTHENTICATION' },
      },
      { name: 'NotFoundError', status: 404, fields: { model: 'gpt-x' }, details: { lc_error_code: 'MODEL_NOT_FOUND' } },
    ])('should throw $name, once', async ({ name, status, fields, details }) => {
      const error: unknown = await chat(fields)
        .invoke('N=1')
        .catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ status, ...details });
      expect((error as Error).constructor.name).toBe(name);
      expect(stage.takeStatuses()).toEqual([status]);
    });

    it('should throw in the middle of a stream that breaks', async () => {
      const read = async (): Promise<void> => {
        for await (const chunk of await chat().stream('N=8 ERR_MIDSTREAM')) expect(chunk).toBeInstanceOf(Object);
      };
      await expect(read()).rejects.toMatchObject({ type: 'server_error' });
    });
  });

  it.each([429, 503])('should come through on the next attempt after a status of %d', async (status) => {
    const message = await chat().invoke(`N=1 ERR_${status}x1 RETRY_AFTER=1`);
    expect(message.content).toBe('word0 ');
    expect(stage.takeStatuses()).toEqual([status, 200]);
  });

  it('should end the call of the model when it aborts in the middle of a stream', async () => {
    await stage.expectUpstreamEnd(async () => {
      const controller = new AbortController();
      const read = async (): Promise<void> => {
        for await (const chunk of await chat().stream(LONG_SPEECH, { signal: controller.signal })) {
          if (chunk.content !== '') controller.abort();
        }
      };
      await expect(read()).rejects.toThrow(/abort/i);
    });
  });

  /** Its own type says `never` where all fields of a message are strict about absence. */
  function usageOf(message: { readonly usage_metadata?: unknown }): UsageMetadata {
    expect(message.usage_metadata).toBeDefined();
    return message.usage_metadata as UsageMetadata;
  }
});
