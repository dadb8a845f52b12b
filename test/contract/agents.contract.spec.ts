import { Agent, OpenAIChatCompletionsModel, Runner, tool } from '@openai/agents';
import OpenAI from 'openai';
import { z } from 'zod';
import { resultOf, TOOL_LOOPS } from './support/client-tools';
import { type ContractStage, LONG_SPEECH, MODEL, startContractStage } from './support/contract-stage';

const Answer = z.object({ answer: z.string(), sure: z.boolean() });
const VALUE = { answer: 'ten', sure: true };

describe('the Agents SDK of OpenAI', () => {
  let stage: ContractStage;
  let client: OpenAI;
  /** Traces would go to OpenAI. */
  const runner = new Runner({ tracingDisabled: true });

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

  const modelOf = (name = MODEL, from = client) => new OpenAIChatCompletionsModel(from, name);
  const teller = () => new Agent({ name: 'Teller', instructions: 'Be brief.', model: modelOf() });

  describe('when an agent answers', () => {
    it('should get the words and the usage', async () => {
      const result = await runner.run(teller(), 'N=3');
      expect(result.finalOutput).toBe('word0 word1 word2 ');
      const { usage } = result.state;
      expect(usage.totalTokens).toBe(usage.inputTokens + usage.outputTokens);
      expect(usage.outputTokens).toBeGreaterThan(0);
    });

    it('should get the same piece by piece, with the usage at the end', async () => {
      const whole = await runner.run(teller(), 'N=3');
      const result = await runner.run(teller(), 'N=3', { stream: true });
      const pieces: string[] = [];
      for await (const piece of result.toTextStream()) pieces.push(piece);
      await result.completed;
      expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
      expect(pieces.join('')).toBe(whole.finalOutput);
      expect(result.state.usage.totalTokens).toBe(whole.state.usage.totalTokens);
    });
  });

  describe('when the model calls its tools', () => {
    const ran: { name: string; input: unknown }[] = [];
    const runs = (name: string) => (input: unknown) => {
      ran.push({ name, input });
      return resultOf({ name, input });
    };
    const tools = [
      tool({
        name: 'get_weather',
        description: 'Tells the weather.',
        parameters: z.object({ city: z.string() }),
        execute: runs('get_weather'),
      }),
      tool({
        name: 'get_time',
        description: 'Tells the time.',
        parameters: z.object({}),
        execute: runs('get_time'),
      }),
    ];
    const guide = () => new Agent({ name: 'Guide', instructions: 'Be brief.', model: modelOf(), tools });

    it.each(TOOL_LOOPS)('should run each once and get the answer: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      expect((await runner.run(guide(), prompt)).finalOutput).toBe(answer);
      expect(ran).toEqual(rounds.flat());
    });

    it.each(TOOL_LOOPS)('should do the same with streams: %s', async (_what, { prompt, rounds, answer }) => {
      ran.length = 0;
      const result = await runner.run(guide(), prompt, { stream: true });
      await result.completed;
      expect(result.finalOutput).toBe(answer);
      expect(ran).toEqual(rounds.flat());
    });
  });

  describe('when the output has a type', () => {
    const clerk = (from = client) =>
      new Agent({ name: 'Clerk', instructions: 'Be brief.', model: modelOf(MODEL, from), outputType: Answer });

    it('should get what fits it', async () => {
      expect((await runner.run(clerk(), `JSON ${JSON.stringify(VALUE)}`)).finalOutput).toEqual(VALUE);
    });

    it('should get an error, and no output that does not fit', async () => {
      const once = client.withOptions({ maxRetries: 0 });
      await expect(runner.run(clerk(once), 'JSON {"answer":10}')).rejects.toMatchObject({ status: 502 });
    });
  });

  describe('when it is refused', () => {
    it.each([
      { name: 'BadRequestError', status: 400, modelSettings: { temperature: 3 } },
      { name: 'AuthenticationError', status: 401, apiKey: 'tlk_wrong' },
      { name: 'NotFoundError', status: 404, model: 'gpt-x' },
    ] as const)('should throw $name, once', async ({ name, status, ...request }) => {
      const { apiKey, model, modelSettings } = { apiKey: stage.apiKey, model: MODEL, modelSettings: {}, ...request };
      const from = client.withOptions({ apiKey });
      const refused = new Agent({ name: 'Refused', model: modelOf(model, from), modelSettings });
      const failure = runner.run(refused, 'N=1');
      await expect(failure).rejects.toBeInstanceOf(OpenAI[name]);
      expect(stage.takeStatuses()).toEqual([status]);
    });

    it('should throw when a stream breaks in the middle', async () => {
      const result = await runner.run(teller(), 'N=8 ERR_MIDSTREAM', { stream: true });
      await expect(result.completed).rejects.toMatchObject({ type: 'server_error' });
    });
  });

  it.each([429, 503])('should come through on the next attempt after a status of %d', async (status) => {
    const result = await runner.run(teller(), `N=1 ERR_${status}x1 RETRY_AFTER=1`);
    expect(result.finalOutput).toBe('word0 ');
    expect(stage.takeStatuses()).toEqual([status, 200]);
  });

  it('should end the call of the model when it aborts in the middle of a stream', async () => {
    await stage.expectUpstreamEnd(async () => {
      const controller = new AbortController();
      const result = await runner.run(teller(), LONG_SPEECH, { stream: true, signal: controller.signal });
      let heard = '';
      for await (const piece of result.toTextStream()) {
        heard += piece;
        if (piece !== '') controller.abort();
      }
      expect(heard).toMatch(/^word0/);
      expect(result.cancelled).toBe(true);
    });
  });
});
