import OpenAI from 'openai';
import { zodFunction, zodResponseFormat } from 'openai/helpers/zod';
import type { ChatCompletionStream } from 'openai/lib/ChatCompletionStream';
import { z } from 'zod';
import {
  CITY_SCHEMA,
  NO_ARGUMENTS_SCHEMA,
  resultOf,
  TOOL_LOOPS,
  TOOLS,
  WEATHER,
  WEATHER_CALL,
} from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const Answer = z.object({ answer: z.string(), sure: z.boolean() });
const FORMAT = zodResponseFormat(Answer, 'reply');

describe('the helpers of openai', () => {
  let stage: ContractStage;
  let client: OpenAI;

  beforeAll(async () => {
    stage = await startContractStage();
    client = new OpenAI({ baseURL: stage.baseUrl, apiKey: stage.apiKey });
  });

  afterAll(async () => {
    await stage.close();
  });

  const ask = (content: string) => ({ model: MODEL, messages: [{ role: 'user' as const, content }] });

  describe('when runTools runs the loop', () => {
    const ran: { name: string; input: unknown }[] = [];
    const runs = (name: string) => (input: object) => {
      ran.push({ name, input });
      return resultOf({ name, input });
    };
    const parse = (text: string): object => JSON.parse(text) as object;
    const weather = { ...TOOLS[0].function, parameters: { ...CITY_SCHEMA, required: ['city'] } };
    const time = { ...TOOLS[1].function, parameters: { ...NO_ARGUMENTS_SCHEMA } };
    const tools = [
      { type: 'function' as const, function: { ...weather, parse, function: runs('get_weather') } },
      { type: 'function' as const, function: { ...time, parse, function: runs('get_time') } },
    ];

    it.each(TOOL_LOOPS)(
      'should run each call once and give the answer: %s',
      async (_what, { prompt, rounds, answer }) => {
        ran.length = 0;
        expect(await client.chat.completions.runTools({ ...ask(prompt), tools }).finalContent()).toBe(answer);
        expect(ran).toEqual(rounds.flat());
      },
    );

    it.each(TOOL_LOOPS)('should do the same with streams: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const runner = client.chat.completions.runTools({ ...ask(prompt), tools, stream: true });
      expect(await runner.finalContent()).toBe(answer);
      expect(ran).toEqual(rounds.flat());
    });
  });

  describe('when stream() tells its events', () => {
    it('should tell the words as they come, and the whole at the end', async () => {
      const options = { stream_options: { include_usage: true } };
      const { names, stream } = listen(client.chat.completions.stream({ ...ask('N=4'), ...options }));
      const final = await stream.finalChatCompletion();
      const text = 'word0 word1 word2 word3 ';
      expect(final.choices[0]?.message.content).toBe(text);
      expect(final.usage?.total_tokens).toBe((await stream.totalUsage()).total_tokens);
      expect(names.deltas.join('')).toBe(text);
      expect(names.events).toEqual(['connect', 'content.done', 'end']);
    });

    it('should tell the arguments of a call and its end', async () => {
      const calls: unknown[] = [];
      const tools = [zodFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) })];
      const stream = client.chat.completions.stream({ ...ask(WEATHER_CALL), tools });
      stream.on('tool_calls.function.arguments.done', (call) => calls.push(call));
      await stream.done();
      expect(calls).toEqual([
        { index: 0, name: 'get_weather', arguments: '{"city":"Paris"}', parsed_arguments: { city: 'Paris' } },
      ]);
    });

    it('should tell of an abort, and end the call of the model', async () => {
      await stage.expectUpstreamEnd(async () => {
        const stream = client.chat.completions.stream(ask(LONG_SPEECH));
        stream.on('content', () => {
          stream.abort();
        });
        await expect(stream.done()).rejects.toBeInstanceOf(OpenAI.APIUserAbortError);
      });
    });

    it('should tell of an error in the middle', async () => {
      const stream = client.chat.completions.stream(ask('N=8 ERR_DROP'));
      await expect(stream.done()).rejects.toBeInstanceOf(OpenAI.APIError);
    });
  });

  describe('when a schema of zod is asked for', () => {
    const VALUE = { answer: 'ten', sure: true };

    it('should parse the answer with parse()', async () => {
      const completion = await client.chat.completions.parse({
        ...ask(`JSON ${JSON.stringify(VALUE)}`),
        response_format: FORMAT,
      });
      expect(completion.choices[0]?.message.parsed).toEqual(VALUE);
    });

    it('should parse the answer with stream()', async () => {
      const stream = client.chat.completions.stream({
        ...ask(`JSON ${JSON.stringify(VALUE)}`),
        response_format: FORMAT,
      });
      expect((await stream.finalChatCompletion()).choices[0]?.message.parsed).toEqual(VALUE);
    });

    it('should parse the arguments of a strict tool', async () => {
      const tools = [zodFunction({ name: 'get_weather', parameters: z.object({ city: z.string() }) })];
      const completion = await client.chat.completions.parse({ ...ask(WEATHER_CALL), tools });
      const call = completion.choices[0]?.message.tool_calls?.[0];
      expect(call?.function.parsed_arguments).toEqual({ city: 'Paris' });
    });

    it('should get an error, and no answer that does not fit', async () => {
      const once = client.withOptions({ maxRetries: 0 });
      const unfit = once.chat.completions.parse({ ...ask('JSON {"answer":10}'), response_format: FORMAT });
      await expect(unfit).rejects.toBeInstanceOf(OpenAI.InternalServerError);
    });
  });

  /* eslint-disable @typescript-eslint/no-deprecated -- older programs still send the deprecated form */
  describe('when it brings functions in the deprecated form', () => {
    const functions = TOOLS.map(({ function: { name, description, parameters } }) => ({
      name,
      description,
      parameters: { ...parameters },
    }));

    it('should get function_call, and go on from its result', async () => {
      const messages: OpenAI.ChatCompletionMessageParam[] = [...ask(WEATHER_CALL).messages];
      const first = await client.chat.completions.create({ model: MODEL, messages, functions, function_call: 'auto' });
      const [choice] = first.choices;
      if (choice === undefined) throw new Error('There is no choice.');
      expect(choice.finish_reason).toBe('function_call');
      expect(choice.message.content).toBeNull();
      expect(choice.message.function_call).toEqual({ name: 'get_weather', arguments: '{"city":"Paris"}' });
      messages.push(choice.message, { role: 'function', name: 'get_weather', content: WEATHER });
      const second = await client.chat.completions.create({ model: MODEL, messages, functions });
      expect(second.choices[0]?.message.content).toBe(`The tool says: ${WEATHER}`);
    });

    it('should get the one that it demands, also in a stream', async () => {
      const demand = { ...ask(WEATHER_CALL), functions, function_call: { name: 'get_weather' } };
      const message = await client.chat.completions.stream(demand).finalMessage();
      expect(message.function_call).toEqual({ name: 'get_weather', arguments: '{"city":"Paris"}' });
    });
  });
  /* eslint-enable @typescript-eslint/no-deprecated */

  interface Heard {
    readonly deltas: string[];
    readonly events: string[];
  }

  function listen(stream: ChatCompletionStream): { names: Heard; stream: ChatCompletionStream } {
    const names: Heard = { deltas: [], events: [] };
    stream.on('content.delta', ({ delta }) => names.deltas.push(delta));
    for (const event of ['connect', 'content.done', 'end', 'error', 'abort'] as const) {
      stream.on(event, () => names.events.push(event));
    }
    return { names, stream };
  }
});
