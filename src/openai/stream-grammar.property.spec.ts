import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { Logger, StreamableFile } from '@nestjs/common';
import * as fc from 'fast-check';
import { type AgentEvent } from '../agent/agent-event';
import { foldChunks, payloadsOf, summarize } from '../../test/support/fold-stream';
import { Clock } from '../common/clock';
import { LanguageModelError } from '../language-model/language-model-error';
import { OpenAiFormatter, type ReplyOptions } from './openai.formatter';

type Turn = readonly AgentEvent[];

const oddText = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }),
  fc.constantFrom('\n', '\n\n', '\r\n', '"', '\\', 'data: [DONE]\n\n', '\u2028', '\u0000', '🏦', '\ud83c', '\udfe6'),
);
const tokens = fc.nat({ max: 100_000 });

const middleEvent: fc.Arbitrary<AgentEvent> = fc.oneof(
  { weight: 4, arbitrary: oddText.map((text) => ({ type: 'text-delta' as const, text })) },
  fc.constant({ type: 'tool-call' as const, id: 'call_1', name: 'list_cards' }),
  fc.constant({ type: 'tool-result' as const, id: 'call_1', tool: 'list_cards', status: 'ok', result: { a: 1 } }),
);

const clientCall: fc.Arbitrary<AgentEvent> = fc.record({
  type: fc.constant('client-tool-call' as const),
  id: fc.uuid(),
  name: fc.constantFrom('get_weather', 'get_time'),
  inputJson: fc.oneof(fc.json(), fc.constant('')),
});

const speech = fc.record({
  calls: fc.constant<AgentEvent[]>([]),
  finishReason: fc.constantFrom('end-turn' as const, 'max-tokens' as const, 'content-filter' as const),
});
const calling = fc.record({
  calls: fc.array(clientCall, { minLength: 1, maxLength: 4 }),
  finishReason: fc.constant('tool-use' as const),
});

const turns: fc.Arbitrary<Turn> = fc
  .tuple(
    fc.string({ minLength: 1 }),
    fc.array(middleEvent),
    fc.oneof(speech, calling),
    fc.record({ inputTokens: tokens, outputTokens: tokens, cachedInputTokens: tokens }),
  )
  .map(([model, middle, { calls, finishReason }, usage]) => [
    { type: 'turn-start', model },
    ...middle,
    ...calls,
    { type: 'turn-end', finishReason, usage },
  ]);

const callForms = fc.record({ kind: fc.constantFrom('tools' as const, 'function' as const), isNamed: fc.boolean() });

function withOneCall(turn: Turn): Turn {
  const first = turn.find(({ type }) => type === 'client-tool-call');
  return turn.filter((event) => event.type !== 'client-tool-call' || event === first);
}

async function* play(turn: Turn, failure?: Error): AsyncGenerator<AgentEvent> {
  for (const event of turn) {
    await Promise.resolve();
    // Every model takes its time, and no reply does.
    jest.setSystemTime(Date.now() + 1_000);
    yield event;
  }
  if (failure !== undefined) throw failure;
}

const formatter = new OpenAiFormatter(new Clock());
const options: ReplyOptions = {
  stream: true,
  includeUsage: false,
  callForm: { kind: 'tools', isNamed: false },
  requestId: 'req_1',
  signal: new AbortController().signal,
};

async function streamOf(turn: Turn, more: Partial<ReplyOptions> & { readonly failure?: Error } = {}): Promise<string> {
  const { failure, ...changed } = more;
  const reply = formatter.toReply(play(turn, failure), { ...options, ...changed });
  if (!(reply instanceof StreamableFile)) throw new Error('This is no stream.');
  const pieces: string[] = [];
  for await (const piece of reply.getStream()) pieces.push(String(piece));
  return pieces.join('');
}

beforeAll(() => {
  Logger.overrideLogger(false);
  jest.useFakeTimers({ doNotFake: ['setImmediate', 'setTimeout', 'nextTick', 'queueMicrotask', 'performance'] });
});

afterAll(() => {
  jest.useRealTimers();
  Logger.overrideLogger(['log', 'warn', 'error', 'fatal']);
});

describe(OpenAiFormatter.name, () => {
  it('should stream exactly what one completion would say', async () => {
    await fc.assert(
      fc.asyncProperty(turns, fc.boolean(), callForms, async (anyTurn, includeUsage, callForm) => {
        // The agent passes on one call alone where the form has room for no more.
        const turn = callForm.kind === 'function' ? withOneCall(anyTurn) : anyTurn;
        const plain = { ...options, callForm, stream: false };
        const completion = (await formatter.toReply(play(turn), plain)) as ChatCompletion;
        const payloads = payloadsOf(await streamOf(turn, { includeUsage, callForm }));
        expect(payloads.filter((payload) => payload === '[DONE]')).toHaveLength(1);
        expect(payloads.at(-1)).toBe('[DONE]');
        const chunks = payloads.slice(0, -1).map((payload) => JSON.parse(payload) as ChatCompletionChunk);
        expect(foldChunks(chunks)).toEqual(summarize(completion, includeUsage));
        expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
        if (completion.choices[0]?.message.content === null) expect(chunks[0]?.choices[0]?.delta.content).toBeNull();
        expect(chunks.every((chunk) => 'usage' in chunk === includeUsage)).toBe(true);
        expect(chunks.every(({ choices }) => choices.length <= 1)).toBe(true);
      }),
    );
  });

  it('should tell of one call in the deprecated form where the client asks in it', async () => {
    const turn: Turn = [
      { type: 'turn-start', model: 'm' },
      { type: 'client-tool-call', id: 'call_1', name: 'get_time', inputJson: '' },
      { type: 'turn-end', finishReason: 'tool-use', usage: { inputTokens: 1, outputTokens: 1, cachedInputTokens: 0 } },
    ];
    const form = { ...options, callForm: { kind: 'function', isNamed: false } as const };
    const completion = (await formatter.toReply(play(turn), { ...form, stream: false })) as ChatCompletion;
    expect(completion.choices[0]).toMatchObject({
      message: { content: null, function_call: { name: 'get_time', arguments: '{}' } },
      finish_reason: 'function_call',
    });
    const named = { ...form, callForm: { ...form.callForm, isNamed: true }, stream: false };
    expect(await formatter.toReply(play(turn), named)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    const chunks = payloadsOf(await streamOf(turn, form)).slice(0, -1);
    const deltas = chunks.map((chunk) => (JSON.parse(chunk) as ChatCompletionChunk).choices[0]?.delta);
    expect(deltas).toEqual([
      { role: 'assistant', content: null, refusal: null },
      { function_call: { name: 'get_time', arguments: '' } },
      { function_call: { arguments: '{}' } },
      {},
    ]);
  });

  it('should end with one error frame wherever a turn fails, and never with [DONE]', async () => {
    const failures = [new Error('secret insides'), new LanguageModelError('model_stream_broken', 'secret insides')];
    await fc.assert(
      fc.asyncProperty(turns, fc.nat(), fc.constantFrom(...failures), async (turn, point, failure) => {
        const heard = turn.slice(0, point % turn.length);
        const payloads = payloadsOf(await streamOf(heard, { failure }));
        const frames = payloads.map((payload) => JSON.parse(payload) as { error?: object; choices?: unknown });
        expect(frames.filter((frame) => 'error' in frame)).toHaveLength(1);
        expect(Object.keys(frames.at(-1) ?? {})).toEqual(['error']);
        expect(Object.keys(frames.at(-1)?.error ?? {})).toEqual(['message', 'type', 'param', 'code']);
        expect(payloads.join('')).not.toContain('secret insides');
        expect(payloads.join('')).not.toMatch(/"finish_reason":"/);
      }),
    );
  });

  it('should take a turn without its end for a failure', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (turn) => {
        const payloads = payloadsOf(await streamOf(turn.slice(0, -1)));
        expect(payloads.at(-1)).toMatch(/^\{"error":/);
        await expect(formatter.toReply(play(turn.slice(0, -1)), { ...options, stream: false })).rejects.toThrow();
      }),
      { numRuns: 25 },
    );
  });
});
