import { type JsonObject } from '../json';
import { checkIsOfObjects, checkStrictness } from './check-strictness';

const CLOSED = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };
const LONG = 'ab'.repeat(100_000);
const OPEN = { type: 'object', properties: {} };

const closedWith = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const closedAt = (context: string): string =>
  `In context=${context}, 'additionalProperties' is required to be supplied and to be false.`;

describe(checkStrictness.name, () => {
  it.each<[JsonObject]>([
    [CLOSED],
    [closedWith({ a: { type: ['string', 'null'] }, b: { type: 'array', items: CLOSED }, c: { anyOf: [CLOSED] } })],
    [{ ...closedWith({ a: { $ref: '#/$defs/a' } }), $defs: { a: CLOSED } }],
    // A property may be called like a keyword.
    [closedWith({ properties: { type: 'string' }, items: { type: 'number' }, required: { type: 'null' } })],
  ])('should let %j pass', (schema) => {
    expect(() => {
      checkStrictness(schema);
    }).not.toThrow();
  });

  it.each<[JsonObject, string]>([
    [{ ...CLOSED, additionalProperties: true }, closedAt('()')],
    [OPEN, closedAt('()')],
    [closedWith({ a: OPEN }), closedAt("('properties', 'a')")],
    [closedWith({ a: { type: 'array', items: OPEN } }), closedAt("('properties', 'a', 'items')")],
    [closedWith({ a: { anyOf: [CLOSED, OPEN] } }), closedAt("('properties', 'a', 'anyOf', '1')")],
    [closedWith({ a: { properties: {} } }), closedAt("('properties', 'a')")],
    [closedWith({ a: { ...OPEN, type: ['object', 'null'] } }), closedAt("('properties', 'a')")],
    [{ ...CLOSED, $defs: { a: OPEN } }, closedAt("('$defs', 'a')")],
    [
      { ...CLOSED, required: [] },
      "In context=(), 'required' is required to be supplied and to be an array including every key in properties. Missing 'a'.",
    ],
    [{ ...CLOSED, properties: { [LONG]: {} } }, `Missing '${LONG.slice(0, 64)}'.`],
    [{ type: 'array', items: CLOSED }, `schema must be a JSON Schema of 'type: "object"', got 'type: "array"'.`],
  ])('should refuse %j', (schema, message) => {
    expect(() => {
      checkStrictness(schema);
    }).toThrow(message);
  });
});

describe(checkIsOfObjects.name, () => {
  it.each<[JsonObject, string]>([
    [{}, 'None'],
    [{ type: null }, 'null'],
    [{ type: ['object', 'null'] }, '["object","null"]'],
    [{ type: LONG }, LONG.slice(0, 64)],
    [{ type: { [LONG]: LONG } }, `{"${LONG.slice(0, 62)}`],
    [{ type: 'of card 4539 1488 0343 6467' }, 'of card [card ending in 6467]'],
  ])('should tell the type of %j', (schema, type) => {
    expect(() => {
      checkIsOfObjects(schema);
    }).toThrow(`schema must be a JSON Schema of 'type: "object"', got 'type: "${type}"'.`);
  });
});
