import fc from 'fast-check';
import { validate } from '../../../test/support/bedrock-emulator/validate';
import { type JsonObject } from '../../common/json';
import { type ModelMessage, type Sampling, type ToolDefinition } from '../language-model';
import { hasVisibleText } from './has-visible-text';
import { toConverseRequest } from './to-converse-request';

const LONG_NAME = 'x'.repeat(64);

const text = fc.oneof(
  fc.constantFrom('', ' ', '\n\t', '\u200b', '\u0000', '\ud83d', '<thinking>', 'Block my card'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const toolCallId = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('1', '2', 'call_1', 'call.1', '', `${LONG_NAME}a`, `${LONG_NAME}b`) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);
const toolName = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('block_card', 'block-card', 'block.card', '', `${LONG_NAME}a`, `${LONG_NAME}b`),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);
const inputJson = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '{}',
    '[]',
    'null',
    '"x"',
    '{"cut":',
    '{"__proto__":{"a":1}}',
    '['.repeat(200) + ']'.repeat(200),
  ),
  fc.json(),
);

const toolCall = fc.record({ id: toolCallId, name: toolName, inputJson });
const toolResult = fc.record({ toolCallId, output: text, isError: fc.boolean() });

const message: fc.Arbitrary<ModelMessage> = fc.oneof(
  fc.record({ role: fc.constant('user' as const), text }),
  fc.record({ role: fc.constant('assistant' as const), text, toolCalls: fc.array(toolCall, { maxLength: 4 }) }),
  fc.record({ role: fc.constant('tool' as const), results: fc.array(toolResult, { maxLength: 4 }) }),
);
const messages = fc.array(message, { maxLength: 14 });

const schema = fc.oneof(
  fc.constantFrom<JsonObject>(
    {},
    { type: 'object' },
    { type: 'string', title: 'odd', $schema: 'x' },
    { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false },
    { type: 'object', properties: [], required: 'a', $defs: { b: {} } },
  ),
  fc.dictionary(fc.string(), fc.jsonValue() as fc.Arbitrary<JsonObject[string]>),
);
const tools: fc.Arbitrary<ToolDefinition[]> = fc.array(
  fc.record({ name: toolName, description: text, inputSchema: schema }),
  { maxLength: 5 },
);
const sampling: fc.Arbitrary<Sampling> = fc.record(
  {
    temperature: fc.double({ min: 0, max: 2, noNaN: true }),
    topP: fc.double({ min: 0, max: 1, noNaN: true }),
    maxTokens: fc.integer({ min: 1, max: 100_000 }),
    stopSequences: fc.array(fc.string({ maxLength: 4 }), { maxLength: 8 }),
  },
  { requiredKeys: [] },
);
const modelId = fc.constantFrom('amazon.nova-lite-v1:0', 'anthropic.claude-haiku-4-5-20251001-v1:0');

const request = fc.record({ system: text, messages, tools, sampling });

/** The body as it travels: what JSON drops or changes is what Bedrock would see. */
function toBody(input: unknown): unknown {
  return JSON.parse(JSON.stringify(input));
}

describe(`${toConverseRequest.name}, for any history`, () => {
  it('should never make a body that Bedrock refuses', () => {
    fc.assert(
      fc.property(request, modelId, (anyRequest, id) => {
        const body = toBody(toConverseRequest(anyRequest, id).input);
        expect(validate(body, { nova: id.startsWith('amazon.nova') })).toBeUndefined();
      }),
      { numRuns: 3_000 },
    );
  });

  it('should be deterministic and should not touch its input', () => {
    fc.assert(
      fc.property(request, modelId, (anyRequest, id) => {
        const before = structuredClone(anyRequest);
        const first = toConverseRequest(anyRequest, id).input;
        expect(anyRequest).toEqual(before);
        expect(toConverseRequest(before, id).input).toEqual(first);
      }),
      { numRuns: 1_000 },
    );
  });

  it('should end with the user and lose nothing that was said', () => {
    fc.assert(
      fc.property(request, modelId, (anyRequest, id) => {
        const sent = toConverseRequest(anyRequest, id).input.messages ?? [];
        expect(sent.at(-1)?.role).toBe('user');
        const said = sent
          .flatMap((entry) => entry.content ?? [])
          .map((block) => block.text ?? block.toolResult?.content?.[0]?.text ?? '');
        for (const spoken of anyRequest.messages.flatMap(listTexts)) {
          expect(said.some((part) => part.includes(spoken))).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('should give every offered tool a name that leads back to it', () => {
    fc.assert(
      fc.property(request, modelId, (anyRequest, id) => {
        const { input, toolNames } = toConverseRequest(anyRequest, id);
        const offered = (input.toolConfig?.tools ?? []).map((tool) => toolNames.forCaller(tool.toolSpec?.name ?? ''));
        expect(offered).toEqual([...new Set(anyRequest.tools.map((tool) => tool.name))]);
      }),
      { numRuns: 1_000 },
    );
  });
});

function listTexts(entry: ModelMessage): string[] {
  const texts = entry.role === 'tool' ? entry.results.map((result) => result.output) : [entry.text];
  return texts.filter(hasVisibleText).map((spoken) => spoken.replace(/\p{Surrogate}/gu, '\ufffd'));
}
