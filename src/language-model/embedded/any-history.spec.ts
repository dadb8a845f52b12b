import * as fc from 'fast-check';
import { isJsonObject } from '../../common/json';
import { type LanguageModelEvent, type ModelMessage, type ToolChoice, type ToolDefinition } from '../language-model';
import { UTTERANCES } from './data/utterances';
import { EmbeddedDialogModel } from './embedded-dialog-model';

const TOOL_NAMES = [
  'list_loan_products',
  'search_loan_articles',
  'quote_loan',
  'list_cards',
  'block_card',
  'unblock_card',
  'report_card_lost',
  'replace_card',
  'get_replacement_status',
  'activate_card',
  'get_card_balance',
  'list_card_transactions',
  'dispute_transaction',
  'send_passcode',
  'transfer_to_human',
];
const PROPERTIES = [
  'query',
  'product',
  'amount',
  'term_months',
  'phone_number',
  'last_four',
  'network',
  'merchant',
  'reason',
  '__proto__',
  'constructor',
];

const spokenText = fc.oneof(
  fc.constantFrom(...Object.values(UTTERANCES).flat()),
  fc.constantFrom(
    '4211',
    'the Visa',
    '12 thousand',
    '4 years',
    'yes',
    'the last one',
    '482913',
    'send it again',
    'a charge of 42 dollars at Acme Shoes',
    'it was stolen',
    'constructor __proto__ toString',
    '\u0000',
    '\ud800',
  ),
  fc.string({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
const assistantText = fc.oneof(
  spokenText,
  fc.constantFrom(
    'How much would you like to borrow?',
    'Over how many months or years?',
    'Is that for a personal, home or auto loan?',
    'Would you like to try another amount or term?',
    'Shall I work out a monthly payment for one of them?',
    'Would you like to speak to a person?',
    'Which card do you mean?',
    'Which card do you mean: the Visa ending in 1881 or the Mastercard ending in 8805?',
    'Which transaction do you mean: $42.00 at Acme Shoes or $80.50 at Blue Cafe?',
    'I have sent a six digit code to the phone number that we have on file. Please read it to me.',
    'Thank you. To find the right card, please tell me its last four digits.',
  ),
);
const toolOutput = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record(
      {
        status: fc.oneof(fc.constantFrom('ok', 'quoted', 'out_of_range', 'failed', 'weak_match'), fc.jsonValue()),
        say: fc.jsonValue(),
        message: fc.jsonValue(),
        products: fc.array(fc.jsonValue()),
        articles: fc.array(fc.oneof(fc.jsonValue(), fc.record({ passage: fc.string() }))),
        cards: fc.array(fc.jsonValue()),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value)),
);
const message: fc.Arbitrary<ModelMessage> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ role: fc.constant('user' as const), text: spokenText }) },
  {
    weight: 3,
    arbitrary: fc.record({
      role: fc.constant('assistant' as const),
      text: assistantText,
      toolCalls: fc.array(
        fc.record({ id: fc.string(), name: fc.constantFrom(...TOOL_NAMES, 'get_weather'), inputJson: fc.string() }),
        { maxLength: 2 },
      ),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      role: fc.constant('tool' as const),
      results: fc.array(fc.record({ toolCallId: fc.string(), output: toolOutput, isError: fc.boolean() }), {
        maxLength: 3,
      }),
    }),
  },
);
const propertySchema = fc.oneof(
  fc.constant({}),
  fc.record({ type: fc.constantFrom('string', 'number', 'integer', 'boolean') }),
  fc.record({
    type: fc.constant('string'),
    enum: fc.constantFrom(['personal', 'home', 'auto'], ['constructor', 'boat'], []),
  }),
  fc.record({ type: fc.constant('string'), maxLength: fc.nat(50) }),
  fc.jsonValue(),
);
const tool: fc.Arbitrary<ToolDefinition> = fc.record({
  name: fc.oneof(fc.constantFrom(...TOOL_NAMES), fc.string({ minLength: 1, maxLength: 20 })),
  description: fc.string({ maxLength: 20 }),
  inputSchema: fc.oneof(
    fc.constant({}),
    fc.record({
      type: fc.constant('object'),
      properties: fc.oneof(fc.dictionary(fc.constantFrom(...PROPERTIES), propertySchema), fc.jsonValue()),
      required: fc.oneof(fc.subarray(PROPERTIES), fc.jsonValue()),
    }),
  ) as fc.Arbitrary<ToolDefinition['inputSchema']>,
});
const anyRequest = fc.record({
  messages: fc.array(message, { maxLength: 12 }),
  tools: fc.array(tool, { maxLength: 14 }),
  sampling: fc.record(
    { maxTokens: fc.integer({ min: 1, max: 60 }), stopSequences: fc.array(fc.string(), { maxLength: 2 }) },
    { requiredKeys: [] },
  ),
});
type AnyRequest = typeof anyRequest extends fc.Arbitrary<infer Value> ? Value : never;

const WEATHER: ToolDefinition = {
  name: 'get_weather',
  description: 'The weather in a city',
  inputSchema: {
    type: 'object',
    properties: {
      city: { type: 'string' },
      days: { type: 'array', items: { type: 'number' } },
      sizes: { type: 'array', items: { enum: ['a', 'acme', 'paris'] } },
      is_paris: { type: 'boolean' },
    },
    required: ['city'],
  },
};
const model = new EmbeddedDialogModel();

async function collectEvents(
  request: AnyRequest & { readonly toolChoice?: ToolChoice },
): Promise<readonly LanguageModelEvent[]> {
  const events: LanguageModelEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of model.stream({ system: 'Be kind.', signal, ...request })) events.push(event);
  return events;
}

describe(EmbeddedDialogModel.name, () => {
  describe('when the history and the tools are anything', () => {
    it('should end once, at the end, with whole counts', async () => {
      await fc.assert(
        fc.asyncProperty(anyRequest, async (request) => {
          const events = await collectEvents(request);
          expect(events.filter(({ type }) => type === 'response-end')).toHaveLength(1);
          const end = events.at(-1);
          if (end?.type !== 'response-end') throw new Error('The last event is not the end.');
          expect(Object.values(end.usage).every((count) => Number.isSafeInteger(count) && count >= 0)).toBe(true);
          expect(end.stopReason === 'tool-use').toBe(events.some(({ type }) => type === 'tool-call'));
          expect(events.some((event) => event.type === 'text-delta' && event.text === '')).toBe(false);
        }),
        { numRuns: 300 },
      );
    });

    it('should call only what was offered, with an object of properties that its schema names and has required', async () => {
      await fc.assert(
        fc.asyncProperty(anyRequest, async (request) => {
          for (const event of await collectEvents(request)) {
            if (event.type !== 'tool-call') continue;
            const offered = request.tools.findLast(({ name }) => name === event.name);
            const input: unknown = JSON.parse(event.inputJson);
            if (offered === undefined || !isJsonObject(input)) throw new Error('Not a call of an offered tool.');
            const { properties, required } = offered.inputSchema;
            const wanted = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
            // A schema may require what its properties do not name.
            const named = [...(isJsonObject(properties) ? Object.keys(properties) : []), ...wanted];
            expect(named).toEqual(expect.arrayContaining(Object.keys(input)));
            expect(Object.keys(input)).toEqual(expect.arrayContaining(wanted));
            expect(event.id).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
          }
        }),
        { numRuns: 600 },
      );
    });

    it('should do the same twice', async () => {
      await fc.assert(
        fc.asyncProperty(anyRequest, async (request) => {
          expect(await collectEvents(request)).toEqual(await collectEvents(request));
        }),
      );
    });
  });

  describe('when a tool has to be called', () => {
    const forced = fc.tuple(anyRequest, fc.boolean()).filter(([{ tools }]) => tools.length > 0);

    it('should call one or more of those on offer, and the one that is named', async () => {
      await fc.assert(
        fc.asyncProperty(forced, async ([request, isNamed]) => {
          const name = request.tools[0]?.name ?? '';
          const toolChoice: ToolChoice = isNamed ? { type: 'tool', name } : { type: 'required' };
          const calls = (await collectEvents({ ...request, toolChoice })).filter(({ type }) => type === 'tool-call');
          const names = isNamed ? [name] : request.tools.map((offered) => offered.name);
          expect(calls.length).toBeGreaterThan(0);
          for (const call of calls) expect(names).toContain(call.type === 'tool-call' ? call.name : '');
        }),
        { numRuns: 600 },
      );
    });
  });

  describe('when the history is huge', () => {
    it.each([
      'a',
      '1 ',
      'one ',
      ' ',
      ', o ',
      'block my card ',
      '$',
      'and a half ',
      'last four ',
      '1,',
      "don't ",
      'get ',
      'raise ',
      'limit ',
      'last one ',
      'charge at acme ',
      'acme ',
      'which ',
      'never ',
      '\ud83d',
      'Paris and ',
      'in paris, ',
      '"a',
    ])('should answer 10,000 characters of %j, many times over', async (piece) => {
      const text = piece.repeat(Math.ceil(10_000 / piece.length));
      const messages = Array.from({ length: 30 }, (): ModelMessage => ({ role: 'user', text }));
      for (const tools of [[], [WEATHER]]) {
        const events = await collectEvents({ messages, tools, sampling: {}, toolChoice: { type: 'required' } });
        expect(events.at(-1)).toMatchObject({ type: 'response-end' });
      }
    });
  });
});
