import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type JsonObject } from '../json';
import { compileJsonSchema } from './compile-json-schema';
import { JsonSchemaError } from './json-schema-error';

const ANSWER: JsonObject = {
  type: 'object',
  properties: { answer: { type: 'string', minLength: 2 } },
  required: ['answer'],
  additionalProperties: false,
};

function refusalOf(schema: JsonObject): string {
  try {
    compileJsonSchema(schema);
  } catch (error) {
    if (error instanceof JsonSchemaError) return error.message;
    throw error;
  }
  throw new Error('The schema was accepted.');
}

describe(compileJsonSchema.name, () => {
  describe('when a value is checked', () => {
    it.each<[unknown, string | undefined]>([
      [{ answer: 'yes' }, undefined],
      [{ answer: 'y' }, '/answer must NOT have fewer than 2 characters.'],
      [{ answer: 'yes', more: 1 }, 'The value must NOT have additional properties.'],
      [{}, "The value must have required property 'answer'."],
      ['yes', 'The value must be object.'],
    ])('should say what is wrong with %j', (value, complaint) => {
      expect(compileJsonSchema(ANSWER)(value)).toBe(complaint);
    });

    it('should follow references within the schema', () => {
      const check = compileJsonSchema({
        $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } }, required: ['next'] } },
        anyOf: [{ $ref: '#/$defs/node' }, { type: 'null' }],
      });
      expect(check(null)).toBeUndefined();
      expect(check({ next: {} })).toContain('next');
    });

    it('should know the keywords of the draft that the schema names', () => {
      const pair = {
        $schema: 'http://json-schema.org/draft-07/schema#',
        items: [{ type: 'string' }, { type: 'number' }],
      };
      expect(compileJsonSchema(pair)(['a', 1])).toBeUndefined();
      expect(compileJsonSchema(pair)(['a', 'b'])).toContain('number');
      expect(refusalOf({ items: pair.items })).toContain("context=('items',)");
    });

    it('should keep two schemas of the same id apart', () => {
      const id = 'https://bank.example/answer';
      expect(compileJsonSchema({ $id: id, type: 'string' })('a')).toBeUndefined();
      expect(compileJsonSchema({ $id: id, type: 'number' })('a')).toBe('The value must be number.');
    });

    it('should answer at once for a schema that only claims to be asynchronous', () => {
      expect(compileJsonSchema({ $async: true, type: 'number' })('a')).toBe('The value must be number.');
    });
  });

  describe('when the schema is not valid', () => {
    it.each<[JsonObject, string]>([
      [{ type: 'text' }, "In context=('type',), must be equal to one of the allowed values."],
      [{ properties: { a: { required: 'b' } } }, "In context=('properties', 'a', 'required'), must be array."],
      [{ properties: [] }, "In context=('properties',), must be object."],
      [{ $ref: '#/$defs/a' }, "can't resolve reference #/$defs/a from id #."],
      [{ pattern: '(' }, 'Invalid regular expression: /(/u: Unterminated group.'],
    ])('should say where: %j', (schema, message) => {
      expect(refusalOf(schema)).toBe(message);
    });

    it('should refuse more than 500 objects and arrays', () => {
      const properties = Object.fromEntries(Array.from({ length: 499 }, (_, index) => [`p${index}`, { type: 'null' }]));
      expect(refusalOf({ properties })).toBe('the schema has more than 500 objects and arrays.');
    });

    it('should refuse more than 32 levels', () => {
      const nest = (levels: number): JsonObject => (levels === 0 ? {} : { not: nest(levels - 1) });
      expect(refusalOf(nest(32))).toBe('the schema is nested more than 32 levels deep.');
      expect(compileJsonSchema(nest(31))).toEqual(expect.any(Function));
    });
  });

  it('should fetch nothing that a schema refers to', async () => {
    const connections: unknown[] = [];
    const server = createServer().on('connection', (socket) => {
      connections.push(socket);
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const { port } = server.address() as AddressInfo;
      const url = `http://127.0.0.1:${port}/schema.json`;
      expect(refusalOf({ $ref: url })).toContain("can't resolve reference");
      expect(refusalOf({ $id: url, properties: { a: { $ref: 'other.json' } } })).toContain("can't resolve reference");
      await new Promise((resolve) => setImmediate(resolve));
      expect(connections).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  describe('when a check would never end', () => {
    it('should give up on a pattern that backtracks without end', () => {
      const check = compileJsonSchema({ pattern: '^(a|a)*$' });
      expect(check('aaa')).toBeUndefined();
      expect(() => check(`${'a'.repeat(60)}!`)).toThrow('the schema takes too long to check.');
    });

    it('should give up on references that double at every step', () => {
      const steps = Array.from({ length: 60 }, (_, index): [string, JsonObject] => {
        const next = { $ref: `#/$defs/d${index + 1}` };
        return [`d${index}`, { allOf: [next, { ...next }] }];
      });
      const schema = { $defs: { ...Object.fromEntries(steps), d60: {} }, $ref: '#/$defs/d0' };
      expect(refusalOf(schema)).toBe('the schema takes too long to check.');
    });

    it.each<[JsonObject, string]>([
      [{ $ref: '#' }, 'the schema refers to itself without end.'],
      [{ properties: { a: { $ref: '#/properties/a' } } }, 'the schema refers to itself without end.'],
      [{ $dynamicRef: '#a', $dynamicAnchor: 'a' }, 'the schema refers to itself without end.'],
      [
        { type: 'object', properties: { a: { $ref: '#' } }, required: ['a'] },
        'the schema requires itself without end, so that no value fits it.',
      ],
    ])('should refuse one that is nothing but itself: %j', (schema, message) => {
      expect(refusalOf(schema)).toBe(message);
    });
  });

  describe('when it was compiled before', () => {
    it('should find the same check for an equal schema', () => {
      const schema = { type: 'object', properties: { a: { type: 'string', minLength: 7 } } };
      const check = compileJsonSchema(schema);
      expect(compileJsonSchema(schema)).toBe(check);
      expect(compileJsonSchema(structuredClone(schema))).toBe(check);
      expect(compileJsonSchema({ ...schema, required: ['a'] })).not.toBe(check);
    });

    it('should try one that took too long again only after a minute', () => {
      const steps = Array.from({ length: 40 }, (_, index): [string, JsonObject] => {
        const next = { $ref: `#/$defs/e${index + 1}` };
        return [`e${index}`, { allOf: [next, { ...next }] }];
      });
      const schema = { $defs: { ...Object.fromEntries(steps), e40: {} }, $ref: '#/$defs/e0' };
      const fail = (): unknown => {
        try {
          return compileJsonSchema(schema);
        } catch (error) {
          return error;
        }
      };
      jest.useFakeTimers();
      try {
        const first = fail();
        expect(first).toBeInstanceOf(JsonSchemaError);
        expect(fail()).toBe(first);
        jest.advanceTimersByTime(61_000);
        expect(fail()).not.toBe(first);
      } finally {
        jest.useRealTimers();
      }
    });
  });
});
