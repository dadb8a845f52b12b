import { getEventListeners, setMaxListeners } from 'node:events';
import { BedrockModel } from '../../src/language-model/bedrock/bedrock-model';
import { type BedrockTimeouts } from '../../src/language-model/bedrock/bedrock-timeouts';
import { type ModelMessage } from '../../src/language-model/language-model';
import { SIGNING_KEYS, useAwsEnvironment } from '../support/bedrock-emulator/aws-environment';
import { BedrockEmulator } from '../support/bedrock-emulator/bedrock-emulator';
import { aRequest, collect, waitUntil } from '../support/bedrock-emulator/drive-model';
import { type EmulatorSettings } from '../support/bedrock-emulator/emulator-settings';

const NOVA = 'amazon.nova-lite-v1:0';
const FOREVER = 'FIRST=600000';

function countTimers(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
}

describe(BedrockModel.name, () => {
  const cleanUps: (() => void | Promise<void>)[] = [];

  beforeEach(() => {
    cleanUps.push(useAwsEnvironment(SIGNING_KEYS));
  });

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  });

  async function start(
    settings: Partial<EmulatorSettings> = {},
    { modelId = NOVA, timeouts = {} }: { readonly modelId?: string; readonly timeouts?: Partial<BedrockTimeouts> } = {},
  ): Promise<{ readonly emulator: BedrockEmulator; readonly model: BedrockModel }> {
    const emulator = await new BedrockEmulator(settings).start();
    const model = new BedrockModel({ modelId, region: 'eu-west-1', endpoint: emulator.url }, timeouts);
    cleanUps.push(() => emulator.stop());
    cleanUps.push(() => {
      model.onApplicationShutdown();
    });
    return { emulator, model };
  }

  // First in the file: timers that another test left behind would hide those of this one.
  describe('when calls end in every possible way', () => {
    it('should leave no listener and no timer behind', async () => {
      const timersBefore = countTimers();
      const tooLong = { firstEventMs: 600_000, gapMs: 600_000, settleMs: 600_000, wholeCallMs: 600_000 };
      const { emulator, model } = await start({}, { timeouts: tooLong });
      const { signal } = new AbortController();
      const words = ['Hello', 'ERR_500', 'ERR_DROP', 'THINK CALL_TOOL list_cards {}', 'ERR_MIDSTREAM'];
      for (let round = 0; round < 20; round += 1) {
        await Promise.all(words.map((word) => collect(model.stream(aRequest(word, { signal })))));
        for await (const event of model.stream(aRequest('N=50', { signal }))) if (event.type === 'text-delta') break;
        await Promise.all(
          words.slice(1).map(async () => {
            const caller = new AbortController();
            const outcome = collect(model.stream(aRequest(FOREVER, { signal: caller.signal })));
            setImmediate(() => {
              caller.abort();
            });
            expect((await outcome).error).toMatchObject({ code: 'model_aborted' });
            expect(getEventListeners(caller.signal, 'abort')).toHaveLength(0);
          }),
        );
      }
      expect(getEventListeners(signal, 'abort')).toHaveLength(0);
      // The SDK's own connection timers outlive an abort for at most their second.
      await waitUntil(() => countTimers() <= timersBefore);
      expect(emulator.requests).toBeGreaterThan(100);
    }, 60_000);
  });

  describe('when the model speaks', () => {
    it('should stream its words and end with the counts that Bedrock reports', async () => {
      const { emulator, model } = await start({ cacheReadTokens: 500, cacheWriteTokens: 70 });
      const { events, text, error } = await collect(model.stream(aRequest('N=3 Hello')));
      expect(error).toBeUndefined();
      expect(text).toBe('word0 word1 word2 ');
      const uncached = Math.ceil(JSON.stringify(emulator.lastRequest?.body).length / 4);
      expect(events.at(-1)).toEqual({
        type: 'response-end',
        stopReason: 'end-turn',
        usage: { inputTokens: uncached + 570, outputTokens: 5, cachedInputTokens: 500 },
      });
      expect(events.map((event) => event.type)).toEqual(['text-delta', 'text-delta', 'text-delta', 'response-end']);
    });

    it('should sign its request and name the model in the path', async () => {
      const { emulator, model } = await start(
        {},
        { modelId: 'arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0' },
      );
      await collect(model.stream(aRequest('Hello')));
      expect(emulator.lastRequest?.authorization).toMatch(/^AWS4-HMAC-SHA256 /);
      expect(emulator.lastRequest?.modelId).toBe(model.id);
      expect(emulator.lastRequest?.operation).toBe('converse-stream');
    });

    it.each([
      ['THINK N=2', 'word0 word1 ', 'end-turn'],
      ['REASON N=2', 'word0 word1 ', 'end-turn'],
      ['JSON {"rate":5.9}', '{"rate":5.9}', 'end-turn'],
      ['EMPTY', '', 'end-turn'],
      ['MAXTOK N=2', 'word0 word1 ', 'max-tokens'],
      ['GUARD N=2', 'word0 word1 ', 'content-filter'],
      ['FILTER N=2', 'word0 word1 ', 'content-filter'],
    ])('should handle %s', async (words, text, stopReason) => {
      const { model } = await start();
      const outcome = await collect(model.stream(aRequest(words)));
      expect(outcome).toMatchObject({ text, error: undefined });
      expect(outcome.events.at(-1)).toMatchObject({ type: 'response-end', stopReason });
    });

    it('should estimate the counts when Bedrock reports none', async () => {
      const { model } = await start();
      const { events } = await collect(model.stream(aRequest('ERR_NOMETA')));
      const end = events.at(-1);
      expect(end?.type === 'response-end' && end.usage.inputTokens > 0 && end.usage.outputTokens > 0).toBe(true);
    });
  });

  describe('when the model calls tools', () => {
    const words = 'THINK N=1 CALL_TOOL list_cards {"limit":3} CALL_TOOL block-card {"last4":"1234","why":"lost"}';

    it.each(['whole', 'pieces'] as const)(
      'should tell each call complete, under its own name, input %s',
      async (toolInput) => {
        const { emulator, model } = await start({ toolInput });
        const { events, text } = await collect(model.stream(aRequest(words)));
        expect(text).toBe('word0 ');
        expect(events.slice(1)).toEqual([
          { type: 'tool-call', id: 'tooluse_1', name: 'list_cards', inputJson: '{"limit":3}' },
          { type: 'tool-call', id: 'tooluse_2', name: 'block-card', inputJson: '{"last4":"1234","why":"lost"}' },
          expect.objectContaining({ type: 'response-end', stopReason: 'tool-use' }),
        ]);
        expect(JSON.stringify(emulator.lastRequest?.body)).toContain('"name":"block_card"');
      },
    );

    it('should bring all results back in one turn that Bedrock accepts', async () => {
      const { emulator, model } = await start();
      const first = await collect(model.stream(aRequest(words)));
      const toolCalls = first.events.filter((event) => event.type === 'tool-call');
      const messages: ModelMessage[] = [
        { role: 'user', text: words },
        { role: 'assistant', text: first.text, toolCalls },
        ...toolCalls.map((call): ModelMessage => ({
          role: 'tool',
          results: [{ toolCallId: call.id, output: `done ${call.name}`, isError: false }],
        })),
      ];
      const second = await collect(model.stream(aRequest('', { messages })));
      expect(second.text).toBe('The tool says: done list_cards | done block-card');
      expect(second.events.at(-1)).toMatchObject({ stopReason: 'end-turn' });
      expect(emulator.requests).toBe(2);
    });

    it('should read no input as an empty object', async () => {
      const { model } = await start();
      const { events } = await collect(model.stream(aRequest('CALL_TOOL list_cards')));
      expect(events[0]).toEqual({ type: 'tool-call', id: 'tooluse_1', name: 'list_cards', inputJson: '{}' });
    });

    it('should drop a call that the token limit cut off', async () => {
      const { model } = await start({ toolInput: 'pieces' });
      const { events } = await collect(model.stream(aRequest('MAXTOK CALL_TOOL block-card {"last4":"1234"}')));
      expect(events).toEqual([expect.objectContaining({ type: 'response-end', stopReason: 'max-tokens' })]);
    });
  });

  describe('when Bedrock refuses', () => {
    it.each([
      ['ERR_400', 'model_request_invalid'],
      ['ERR_403', 'model_access_denied'],
      ['ERR_404', 'model_not_found'],
      ['ERR_408', 'model_timeout'],
      ['ERR_424', 'model_failed'],
      ['ERR_429', 'model_throttled'],
      ['ERR_500', 'model_failed'],
      ['ERR_503', 'model_unavailable'],
      ['ERR_FIRST', 'model_failed'],
    ])('should fail on %s before any event, after one request', async (word, code) => {
      const { emulator, model } = await start();
      const { events, error } = await collect(model.stream(aRequest(word)));
      expect(error).toMatchObject({ code });
      expect(events).toEqual([]);
      expect(emulator.requests).toBe(1);
    });

    it('should leave every further attempt to its caller', async () => {
      const { emulator, model } = await start();
      const codes: unknown[] = [];
      for (let attempt = 0; attempt < 3; attempt += 1) {
        const { error } = await collect(model.stream(aRequest('ERR_429x2 RETRY_AFTER=4')));
        codes.push(error === undefined ? 'answered' : (error as { retryAfterSeconds: number }).retryAfterSeconds);
      }
      expect(codes).toEqual([4, 4, 'answered']);
      expect(emulator.requests).toBe(3);
    });

    it('should name the inference profile that the model needs', async () => {
      const { model } = await start({ profileOnlyModelIds: [NOVA] });
      const { error } = await collect(model.stream(aRequest('Hello')));
      expect(error).toMatchObject({
        code: 'model_not_found',
        message: expect.stringContaining(`eu.${NOVA}`) as string,
      });
    });
  });

  describe('when the stream breaks', () => {
    it.each([
      ['ERR_MIDSTREAM', 'model_stream_broken'],
      ['ERR_MID_429', 'model_throttled'],
      ['ERR_UNMODELED', 'model_stream_broken'],
      ['ERR_DROP', 'model_stream_broken'],
      ['ERR_TRUNC', 'model_stream_broken'],
      ['ERR_NOSTOP', 'model_stream_broken'],
      ['MALFORMED', 'model_output_malformed'],
    ])('should fail on %s after the words that came, and never tell an end', async (word, code) => {
      const { emulator, model } = await start();
      const { events, text, error } = await collect(model.stream(aRequest(word)));
      expect(error).toMatchObject({ code });
      expect(text).toMatch(/^word0 word1 word2 /);
      expect(events.every((event) => event.type === 'text-delta')).toBe(true);
      expect(emulator.requests).toBe(1);
    });

    it.each(['ERR_MIDSTREAM', 'ERR_UNMODELED', 'ERR_DROP', 'ERR_TRUNC', 'ERR_NOSTOP'])(
      'should fail on %s wherever it strikes, also inside tool input',
      async (word) => {
        const { model } = await start({ toolInput: 'pieces' });
        for (let after = 0; after < 6; after += 1) {
          const request = aRequest(`${word} AFTER=${after} CALL_TOOL block-card {"last4":"1234","why":"lost, I fear"}`);
          const { events, error } = await collect(model.stream(request));
          expect({ after, events, code: (error as { code?: unknown } | undefined)?.code }).toMatchObject({
            events: [],
            code: expect.stringMatching(/^model_(stream_broken|unavailable)$/) as string,
          });
        }
      },
    );
  });

  describe('when the stream stalls', () => {
    const timeouts = { firstEventMs: 1_000, gapMs: 150 };

    it.each([
      ['before the first event', 'ERR_STALL AFTER=0'],
      ['within text', 'ERR_STALL AFTER=3'],
      ['within tool input', 'ERR_STALL AFTER=3 CALL_TOOL block-card {"last4":"1234","why":"lost"}'],
      ['before the model has stopped', 'ERR_STALL AFTER=8'],
    ])('should time out %s and close the connection', async (_place, words) => {
      const { emulator, model } = await start({ toolInput: 'pieces' }, { timeouts });
      const { events, error } = await collect(model.stream(aRequest(words)));
      expect(error).toMatchObject({ code: 'model_timeout' });
      expect(events.some((event) => event.type === 'response-end')).toBe(false);
      await waitUntil(() => emulator.abortedStreams === 1);
    });

    it('should still end well when only the counts are missing', async () => {
      const { emulator, model } = await start({}, { timeouts: { settleMs: 50 } });
      const { events, error } = await collect(model.stream(aRequest('ERR_STALL AFTER=9')));
      expect(error).toBeUndefined();
      expect(events.at(-1)).toMatchObject({ type: 'response-end', stopReason: 'end-turn' });
      await waitUntil(() => emulator.abortedStreams === 1);
    });

    it('should end a call that drips on for too long', async () => {
      const { emulator, model } = await start({}, { timeouts: { wholeCallMs: 300 } });
      const { error } = await collect(model.stream(aRequest('N=2000 GAP=10')));
      expect(error).toMatchObject({ code: 'model_timeout' });
      await waitUntil(() => emulator.abortedStreams === 1);
    });
  });

  describe('when the caller hangs up', () => {
    it.each([1, 2, 5, 20])('should end the upstream call after %s pieces', async (pieces) => {
      const { emulator, model } = await start();
      const caller = new AbortController();
      let heard = 0;
      const listen = async (): Promise<void> => {
        for await (const event of model.stream(aRequest('N=2000 GAP=1', { signal: caller.signal }))) {
          if (event.type === 'text-delta' && ++heard === pieces) caller.abort();
        }
      };
      await expect(listen()).rejects.toMatchObject({ code: 'model_aborted' });
      await waitUntil(() => emulator.abortedStreams === 1);
    });

    it('should end it before the first event too', async () => {
      const { emulator, model } = await start();
      const caller = new AbortController();
      const outcome = collect(model.stream(aRequest(FOREVER, { signal: caller.signal })));
      await waitUntil(() => emulator.requests === 1);
      caller.abort();
      expect((await outcome).error).toMatchObject({ code: 'model_aborted' });
      await waitUntil(() => emulator.abortedStreams === 1);
    });

    it('should not even begin when that was before the call', async () => {
      const { emulator, model } = await start();
      const { error } = await collect(model.stream(aRequest('Hello', { signal: AbortSignal.abort() })));
      expect(error).toMatchObject({ code: 'model_aborted' });
      expect(emulator.requests).toBe(0);
    });

    it('should end it also when the consumer just stops reading', async () => {
      const { emulator, model } = await start();
      for await (const event of model.stream(aRequest('N=2000 GAP=1'))) {
        if (event.type === 'text-delta') break;
      }
      await waitUntil(() => emulator.abortedStreams === 1);
    });
  });

  describe('when many calls are made', () => {
    it('should use one connection for calls that follow each other, opened by the health check', async () => {
      const { emulator, model } = await start();
      expect(await model.checkHealth()).toEqual({ state: 'up', detail: 'The Bedrock endpoint for eu-west-1 answers.' });
      expect(emulator.connections).toBe(1);
      for (let turn = 0; turn < 20; turn += 1) {
        expect((await collect(model.stream(aRequest('N=2 Hello')))).text).toBe('word0 word1 ');
      }
      expect(emulator.requests).toBe(20);
      expect(emulator.connections).toBe(1);
    });

    it('should not queue calls that run at the same time', async () => {
      const { emulator, model } = await start(
        {},
        { timeouts: { connectMs: 10_000, firstEventMs: 20_000, wholeCallMs: 30_000 } },
      );
      const caller = new AbortController();
      setMaxListeners(150, caller.signal);
      const calls = Array.from({ length: 150 }, () =>
        collect(model.stream(aRequest(FOREVER, { signal: caller.signal }))),
      );
      await waitUntil(() => emulator.requests === 150);
      expect(emulator.connections).toBe(150);
      caller.abort();
      await Promise.all(calls);
    });
  });

  describe('when its credentials decide', () => {
    it('should prefer the bearer token over signing keys', async () => {
      cleanUps.push(useAwsEnvironment({ ...SIGNING_KEYS, AWS_BEARER_TOKEN_BEDROCK: 'a-bedrock-key' }));
      const { emulator, model } = await start();
      expect(await model.checkHealth()).toMatchObject({ state: 'up' });
      await collect(model.stream(aRequest('Hello')));
      expect(emulator.lastRequest?.authorization).toBe('Bearer a-bedrock-key');
    });

    it('should say that it has none', async () => {
      cleanUps.push(useAwsEnvironment({}));
      const { emulator, model } = await start();
      expect(await model.checkHealth()).toEqual({
        state: 'down',
        detail: 'No AWS credentials could be resolved (CredentialsProviderError).',
      });
      const { error } = await collect(model.stream(aRequest('Hello')));
      expect(error).toMatchObject({ code: 'model_credentials_invalid' });
      expect(emulator.requests).toBe(0);
    });
  });

  describe('when nobody listens at the endpoint', () => {
    it('should fail at once and report that it is down', async () => {
      const { emulator, model } = await start();
      await emulator.stop();
      const { error } = await collect(model.stream(aRequest('Hello')));
      expect(error).toMatchObject({ code: 'model_unavailable' });
      expect(await model.checkHealth()).toEqual({
        state: 'down',
        detail: 'The Bedrock endpoint for eu-west-1 does not answer (ECONNREFUSED).',
      });
    });
  });
});
