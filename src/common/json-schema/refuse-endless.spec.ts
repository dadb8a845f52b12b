import { type JsonObject } from '../json';
import { refuseEndless } from './refuse-endless';

const WITHOUT_END = 'the schema refers to itself without end.';
const REQUIRES_ITSELF = 'the schema requires itself without end, so that no value fits it.';
const SELF = { $ref: '#' };

describe(refuseEndless.name, () => {
  it.each<[JsonObject]>([
    [{ type: 'object' }],
    [{ type: 'object', properties: { next: SELF } }],
    [{ type: 'object', properties: { next: { anyOf: [SELF, { type: 'null' }] } }, required: ['next'] }],
    [{ type: 'object', properties: { children: { type: 'array', items: SELF } }, required: ['children'] }],
    [{ type: ['object', 'null'], properties: { next: SELF }, required: ['next'] }],
    [{ type: 'object', properties: { a: { $ref: '#/$defs/b%20c' } }, required: ['a'], $defs: { 'b c': {} } }],
    [
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/absent' }, b: { $ref: 'other.json' } },
        required: ['a', 'b'],
      },
    ],
    [{ allOf: [{ $ref: '#/$defs/a' }, { $ref: '#/$defs/a' }], $defs: { a: { type: 'object' } } }],
  ])('should let %j pass', (schema) => {
    expect(() => {
      refuseEndless(schema);
    }).not.toThrow();
  });

  it.each<[JsonObject, string]>([
    [{ type: 'object', ...SELF }, WITHOUT_END],
    [{ type: 'object', anyOf: [{ type: 'null' }, SELF] }, WITHOUT_END],
    [{ type: 'object', if: {}, then: SELF }, WITHOUT_END],
    [{ type: 'object', properties: { a: { $ref: '#/properties/a' } } }, WITHOUT_END],
    [
      { $ref: '#/$defs/a', $defs: { a: { allOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
      WITHOUT_END,
    ],
    [{ type: 'object', properties: { next: SELF }, required: ['next'] }, REQUIRES_ITSELF],
    [{ type: 'object', properties: { a: { allOf: [SELF] } }, required: ['a'] }, REQUIRES_ITSELF],
    [
      { type: 'object', properties: { a: { type: 'array', items: SELF, minItems: 1 } }, required: ['a'] },
      REQUIRES_ITSELF,
    ],
    [
      {
        type: 'object',
        properties: { a: { $ref: '#/$defs/b' } },
        required: ['a'],
        $defs: { b: { type: 'object', properties: { a: { anyOf: [SELF, { $ref: '#/$defs/b' }] } }, required: ['a'] } },
      },
      REQUIRES_ITSELF,
    ],
  ])('should refuse %j', (schema, message) => {
    expect(() => {
      refuseEndless(schema);
    }).toThrow(message);
  });
});
