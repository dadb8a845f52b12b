import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';
import { Logger, StreamableFile } from '@nestjs/common';
import * as fc from 'fast-check';
import { startsSpeaking } from '../../src/agent/agent-event';
import { AgentService } from '../../src/agent/agent.service';
import { type AgentTurn, type ClientTools } from '../../src/agent/agent-turn';
import { Clock } from '../../src/common/clock';
import { primeUntil } from '../../src/common/http/prime';
import { type Database } from '../../src/database/database';
import { JSON_REPLY_TOOL } from '../../src/language-model/json-reply-tool';
import { type LanguageModelEvent, type StopReason } from '../../src/language-model/language-model';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { toOpenAiError } from '../../src/openai/errors/to-openai-error';
import { type CallForm } from '../../src/openai/mappers/call-form';
import { OpenAiFormatter } from '../../src/openai/openai.formatter';
import { createAgent, createTurn, user } from '../factories/agent.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { foldChunks, payloadsOf, summarize } from '../support/fold-stream';
import { says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, additionalProperties: false };
/** As many as a turn may have, so that no script comes to its end before the turn. */
const LAST_STEPS = Array.from({ length: 6 }, () => says('So', ' be it.'));
const STOPS: readonly StopReason[] = ['end-turn', 'tool-use', 'max-tokens', 'content-filter'];
const TOOL_NAMES = ['get_weather', 'get_time', 'list_cards', 'block_card', 'made_up', JSON_REPLY_TOOL];

const text = fc.record({
  type: fc.constant('text-delta' as const),
  text: fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom(
      ' ',
      '\n',
      'One moment. ',
      '{"city":',
      '"Rome"}',
      '\ud83c',
      'Your card is blocked.',
      'data: [DONE]\n\n',
    ),
  ),
});
const call = fc.record({
  type: fc.constant('tool-call' as const),
  id: fc.constantFrom('a', 'b', 'c', ''),
  name: fc.constantFrom(...TOOL_NAMES),
  inputJson: fc.oneof(
    fc.constantFrom('{"city":"Rome"}', '{}', '', '{', '[]', 'null', '5', '{"city":5}', '{"town":"Rome"}'),
    fc.json({ maxDepth: 2 }),
  ),
});
const tokens = fc.nat({ max: 1_000 });
const usage = fc.record({ inputTokens: tokens, outputTokens: tokens, cachedInputTokens: tokens });
const end = fc.record({ type: fc.constant('response-end' as const), stopReason: fc.constantFrom(...STOPS), usage });
const failure = fc.constantFrom<Error>(
  new LanguageModelError('model_unavailable', 'secret insides'),
  new LanguageModelError('model_stream_broken', 'secret insides'),
  new LanguageModelError('model_context_exceeded', 'secret insides'),
  new Error('secret insides'),
);

/** Words and calls in any order, and an end or a failure behind them. */
const step: fc.Arbitrary<ScriptedStep> = fc
  .tuple(
    fc.array(fc.oneof<fc.Arbitrary<LanguageModelEvent>[]>(text, call), { maxLength: 6 }),
    fc.oneof({ weight: 6, arbitrary: end }, { weight: 1, arbitrary: failure }),
  )
  .map(([events, last]) => (last instanceof Error ? { events, error: last } : { events: [...events, last] }));

interface Demand {
  readonly callForm: CallForm;
  readonly turn: Partial<AgentTurn>;
}

function demandTools(more: Partial<ClientTools>): Partial<AgentTurn> {
  const definitions = ['get_weather', 'get_time'].map((name) => ({ name, description: '', inputSchema: CITY }));
  const clientTools = { definitions, choice: { type: 'auto' }, isParallel: true, form: 'tools', ...more } as const;
  return { clientTools };
}

const TOOLS_FORM: CallForm = { kind: 'tools', isNamed: false };

/** The ways to ask that lead to another reply. */
const demand = fc.constantFrom<Demand>(
  { callForm: TOOLS_FORM, turn: {} },
  { callForm: TOOLS_FORM, turn: demandTools({}) },
  { callForm: TOOLS_FORM, turn: demandTools({ strictNames: ['get_weather'], isParallel: false }) },
  { callForm: TOOLS_FORM, turn: demandTools({ choice: { type: 'required' } }) },
  { callForm: { kind: 'tools', isNamed: true }, turn: demandTools({ choice: { type: 'tool', name: 'get_time' } }) },
  { callForm: { kind: 'function', isNamed: false }, turn: demandTools({ isParallel: false, form: 'functions' }) },
  { callForm: TOOLS_FORM, turn: { jsonFormat: { schema: CITY } } },
  { callForm: TOOLS_FORM, turn: { ...demandTools({}), jsonFormat: { schema: { type: 'object' } } } },
);

const formatter = new OpenAiFormatter(new Clock());

describe(`What ${AgentService.name} makes of any events of a model`, () => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    Logger.overrideLogger(false);
    store = await createEmbeddedStore();
    database = await store.open();
  });

  afterAll(async () => {
    Logger.overrideLogger(['log', 'warn', 'error', 'fatal']);
    await store.remove();
  });

  async function reply(script: readonly ScriptedStep[], { callForm, turn }: Demand, options: Options): Promise<Reply> {
    const agent = createAgent({ model: new ScriptedModel(...script, ...LAST_STEPS), database });
    const asked = createTurn([user('Which cards have I?')], turn);
    const form = { callForm, requestId: 'req_1', signal: asked.signal, ...options };
    const events = await primeUntil(agent.run(asked), startsSpeaking);
    return formatter.toReply(events, form);
  }

  it('should say the same in a stream as in one completion, or fail with the same error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 4 }), demand, fc.boolean(), async (script, asked, includeUsage) => {
        const whole = await settle(reply(script, asked, { stream: false, includeUsage }));
        const streamed = await settle(reply(script, asked, { stream: true, includeUsage }));
        if ('error' in streamed) {
          expect(toOpenAiError(streamed.error, 'req_1')).toEqual(
            'error' in whole && toOpenAiError(whole.error, 'req_1'),
          );
          return;
        }
        const payloads = payloadsOf(await readAll(streamed.value));
        expect(payloads.join('')).not.toContain('secret insides');
        if ('error' in whole) {
          expect(JSON.parse(payloads.at(-1) ?? '')).toEqual(toOpenAiError(whole.error, 'req_1').body);
          expect(payloads.join('')).not.toMatch(/\[DONE\]$|"finish_reason":"/);
          return;
        }
        expect(payloads.at(-1)).toBe('[DONE]');
        const chunks = payloads.slice(0, -1).map((payload) => JSON.parse(payload) as ChatCompletionChunk);
        const completion = whole.value as ChatCompletion;
        expect(withoutIds(foldChunks(chunks))).toEqual(withoutIds(summarize(completion, includeUsage)));
      }),
      { numRuns: 150 },
    );
  });
});

type Options = Readonly<Record<'stream' | 'includeUsage', boolean>>;
type Reply = ChatCompletion | StreamableFile;

async function settle<T>(work: Promise<T>): Promise<{ readonly value: T } | { readonly error: unknown }> {
  try {
    return { value: await work };
  } catch (error) {
    return { error };
  }
}

async function readAll(reply: Reply): Promise<string> {
  if (!(reply instanceof StreamableFile)) throw new Error('This is no stream.');
  const pieces: string[] = [];
  for await (const piece of reply.getStream()) pieces.push(String(piece));
  return pieces.join('');
}

/** Each turn makes ids of its own; that each call has one is all that two turns can have in common. */
function withoutIds(said: object): unknown {
  return JSON.parse(JSON.stringify(said).replace(/"call_[A-Za-z0-9]{24}"/g, '"call_..."'));
}
