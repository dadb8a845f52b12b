import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { Logger, StreamableFile } from '@nestjs/common';
import * as fc from 'fast-check';
import { type AgentEvent } from '../agent/agent-event';
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

const turns: fc.Arbitrary<Turn> = fc
  .tuple(
    fc.string({ minLength: 1 }),
    fc.array(middleEvent),
    fc.constantFrom('end-turn' as const, 'max-tokens' as const, 'content-filter' as const),
    fc.record({ inputTokens: tokens, outputTokens: tokens, cachedInputTokens: tokens }),
  )
  .map(([model, middle, finishReason, usage]) => [
    { type: 'turn-start', model },
    ...middle,
    { type: 'turn-end', finishReason, usage },
  ]);

async function* play(turn: Turn, failure?: Error): AsyncGenerator<AgentEvent> {
  for (const event of turn) {
    await Promise.resolve();
    yield event;
  }
  if (failure !== undefined) throw failure;
}

const formatter = new OpenAiFormatter(new Clock());
const options: ReplyOptions = {
  stream: true,
  includeUsage: false,
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

/** Reads an event stream as a careful client does: every line is a data line or blank, every frame one line. */
function payloadsOf(stream: string): readonly string[] {
  expect(stream).toMatch(/^(data: [^\r\n]+\n\n)+$/);
  return stream
    .slice(0, -2)
    .split('\n\n')
    .map((frame) => frame.slice('data: '.length));
}

function foldChunks(chunks: readonly ChatCompletionChunk[]): object {
  const deltas = chunks.flatMap(({ choices }) => choices);
  return {
    id: new Set(chunks.map(({ id }) => id)).size,
    model: [...new Set(chunks.map(({ model }) => model))],
    content: deltas.map(({ delta }) => delta.content ?? '').join(''),
    roles: deltas.flatMap(({ delta }) => delta.role ?? []),
    reasons: deltas.flatMap((choice) => choice.finish_reason ?? []),
    usage: chunks.flatMap((chunk) => chunk.usage ?? []),
  };
}

beforeAll(() => {
  Logger.overrideLogger(false);
});

afterAll(() => {
  Logger.overrideLogger(['log', 'warn', 'error', 'fatal']);
});

describe(OpenAiFormatter.name, () => {
  it('should stream exactly what one completion would say', async () => {
    await fc.assert(
      fc.asyncProperty(turns, fc.boolean(), async (turn, includeUsage) => {
        const completion = (await formatter.toReply(play(turn), { ...options, stream: false })) as ChatCompletion;
        const payloads = payloadsOf(await streamOf(turn, { includeUsage }));
        expect(payloads.filter((payload) => payload === '[DONE]')).toHaveLength(1);
        expect(payloads.at(-1)).toBe('[DONE]');
        const chunks = payloads.slice(0, -1).map((payload) => JSON.parse(payload) as ChatCompletionChunk);
        const [choice] = completion.choices;
        expect(foldChunks(chunks)).toEqual({
          id: 1,
          model: [completion.model],
          content: choice?.message.content,
          roles: ['assistant'],
          reasons: [choice?.finish_reason],
          usage: includeUsage ? [completion.usage] : [],
        });
        expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
        expect(chunks.every((chunk) => 'usage' in chunk === includeUsage)).toBe(true);
        expect(chunks.every(({ choices }) => choices.length <= 1)).toBe(true);
      }),
    );
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
