import Ajv from 'ajv';
import * as fc from 'fast-check';
import { type JsonObject, type JsonValue } from '../../../common/json';
import { type ToolDefinition } from '../../language-model';
import { callTool, callWithSentence, ForeignTools } from './foreign-tools';

const WORDS = [
  'Paris',
  'in',
  'and',
  'London',
  'red',
  'blue',
  'three',
  '12',
  'not',
  'from',
  'flag',
  '"a b"',
  ',',
  '-1.5',
  'of',
];
const anyText = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 20 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', maxLength: 100 }),
);
const NAMES = ['city', 'from', 'to', 'flag', 'date', 'count', 'query', 'email', 'id', 'constructor'];

/** Schemas of the kinds that clients send, each of which something fits. */
const { schema: saneSchema } = fc.letrec<{ schema: JsonValue; object: JsonObject }>((tie) => ({
  object: fc
    .tuple(fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { maxKeys: 4 }), fc.boolean())
    .chain(([properties, isClosed]) =>
      fc.subarray(Object.keys(properties)).map((required) => ({
        type: 'object',
        properties,
        required,
        ...(isClosed ? { additionalProperties: false } : {}),
      })),
    ),
  schema: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'schema' },
    fc.constantFrom<JsonValue>(
      {},
      { type: 'string' },
      { type: ['string', 'null'] },
      { $ref: '#/$defs/colour' },
      { const: 5 },
      { type: 'boolean' },
      { type: 'number', exclusiveMinimum: 0, maximum: 0.5 },
      { type: 'number', multipleOf: 0.5, minimum: 0.7 },
      { type: 'integer', exclusiveMaximum: 0 },
      { enum: [1, 2, 'red'] },
    ),
    fc.record({ type: fc.constant('string'), minLength: fc.nat(20), maxLength: fc.integer({ min: 20, max: 40 }) }),
    fc.record({
      type: fc.constant('integer'),
      minimum: fc.integer({ min: -9, max: 9 }),
      maximum: fc.integer({ min: 9, max: 20 }),
    }),
    fc.record({
      type: fc.constant('array'),
      items: tie('schema'),
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 4 }),
    }),
    fc.record({ anyOf: fc.array(tie('schema'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.tuple(tie('schema')) }),
    tie('object'),
  ),
}));
const saneTool = fc
  .dictionary(fc.constantFrom(...NAMES), saneSchema, { maxKeys: 5 })
  .chain((properties) => fc.subarray(Object.keys(properties)).map((required) => toTool({ properties, required })));

function toTool(parts: JsonObject): ToolDefinition {
  const $defs = { colour: { type: 'string', enum: ['red', 'blue'] } };
  return { name: 'city_flag', description: 'Colours', inputSchema: { type: 'object', $defs, ...parts } };
}

function findMisfit({ inputSchema }: ToolDefinition, input: JsonObject): string | undefined {
  const ajv = new Ajv({ strict: false, validateFormats: false, logger: false, ownProperties: true });
  return ajv.validate(inputSchema, JSON.parse(JSON.stringify(input))) ? undefined : ajv.errorsText();
}

describe(callTool.name, () => {
  describe('when the schema is one that something fits', () => {
    it('should fit it, be the call forced or not', () => {
      fc.assert(
        fc.property(saneTool, anyText, fc.boolean(), (tool, text, isForced) => {
          const calls = callTool(tool, text, isForced);
          expect(calls.length).toBeGreaterThanOrEqual(isForced ? 1 : 0);
          for (const { input } of calls) expect(findMisfit(tool, input)).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    });

    it('should fit it with a sentence in it, too', () => {
      fc.assert(
        fc.property(saneTool, anyText, (tool, text) => {
          const { input } = callWithSentence(tool, text, 'It is a sentence of the usual length.');
          expect(findMisfit(tool, input)).toBeUndefined();
        }),
        { numRuns: 1_000 },
      );
    });
  });

  describe('when the schema is anything', () => {
    it('should call once or more all the same, with an object', () => {
      fc.assert(
        fc.property(fc.dictionary(fc.string(), fc.jsonValue()), anyText, (schema, text) => {
          const inputSchema = schema as JsonObject;
          const calls = callTool({ name: 'x', description: '', inputSchema }, text, true);
          expect(calls.length).toBeGreaterThan(0);
          for (const { input } of calls) expect(JSON.parse(JSON.stringify(input))).toBeInstanceOf(Object);
        }),
        { numRuns: 500 },
      );
    });
  });

  describe('when the schema is made to take long', () => {
    const LONG_TEXT = 'Paris and one large , London in '.repeat(300);
    const many = <Value>(count: number, make: (index: number) => Value): Value[] =>
      Array.from({ length: count }, (_, index) => make(index));
    const byName = (count: number, schema: JsonValue): JsonObject =>
      Object.fromEntries(many(count, (index) => [`p${index}`, schema]));
    const nest = (depth: number, schema: JsonObject): JsonObject =>
      many(depth, () => 0).reduce(
        (inner: JsonObject) => ({ type: 'object', properties: { a: inner }, required: ['a'] }),
        schema,
      );
    const words = many(100_000, (index) => `word ${index}`);

    it.each<[string, JsonObject]>([
      ['requires itself', { type: 'object', properties: { a: { $ref: '#' }, b: { $ref: '#' } }, required: ['a', 'b'] }],
      ['refers to itself', { $ref: '#' }],
      ['is a union of itself', { anyOf: many(50, () => ({ $ref: '#' })) }],
      ['consists of itself', { allOf: many(50, () => ({ $ref: '#' })) }],
      ['has lists of itself', { type: 'array', items: { $ref: '#' }, minItems: 1e9 }],
      [
        'has lists of lists of itself',
        { properties: { a: { type: 'array', items: { $ref: '#' }, minItems: 1e9 } }, required: ['a'] },
      ],
      ['is deep', nest(2_000, { type: 'string' })],
      [
        'names very much',
        { properties: byName(100_000, { type: 'string' }), required: many(100_000, (index) => `p${index}`) },
      ],
      ['requires very much', { required: words }],
      ['lists very much', { properties: byName(2_000, { $ref: '#/$defs/e' }), $defs: { e: { enum: words } } }],
      ['wants much text', { properties: { a: { type: 'string', minLength: 1e9 } }, required: ['a'] }],
      ['points far', { $ref: `#/${'a/'.repeat(100_000)}` }],
      ['names itself in many places', { properties: byName(1_000, { $ref: '#' }), required: ['p1', 'p2', 'p3'] }],
    ])('should be done with one that %s', (_name, inputSchema) => {
      const tools = many(100, (index) => ({ name: `paris_${index}`, description: 'large', inputSchema }));
      for (const isForced of [true, false]) callTool({ name: 'x', description: '', inputSchema }, LONG_TEXT, isForced);
      new ForeignTools(tools).callSpokenOf(LONG_TEXT);
      expect(JSON.stringify(new ForeignTools(tools).callLikeliest(LONG_TEXT)).length).toBeLessThan(2_000_000);
    });
  });
});
