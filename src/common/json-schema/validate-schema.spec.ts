import { type JsonObject } from '../json';
import { measureSchema, validateSchema } from './validate-schema';

const DRAFT_07 = 'http://json-schema.org/draft-07/schema#';

describe(validateSchema.name, () => {
  // The first use of all: a later one would find what an earlier one has compiled.
  it('should compile nothing while a request waits', () => {
    const compile = jest.spyOn(globalThis, 'Function');
    validateSchema({ type: 'object' });
    validateSchema({ $schema: DRAFT_07, type: 'object' });
    expect(compile).not.toHaveBeenCalled();
    compile.mockRestore();
  });

  it('should give up on a schema that is wrong in too many places to tell', () => {
    const properties = Object.fromEntries(Array.from({ length: 40_000 }, (_, index) => [`p${index}`, { type: 5 }]));
    expect(() => {
      validateSchema({ properties });
    }).toThrow('the schema takes too long to check.');
  });
});

describe(measureSchema.name, () => {
  it('should count objects and arrays, up to the limit', () => {
    const schema: JsonObject = { properties: { a: { type: ['string', 'null'] }, b: {} }, required: ['a'] };
    expect(measureSchema(schema, 6)).toBe(6);
    expect(() => measureSchema(schema, 5)).toThrow('the schema has more than 5 objects and arrays.');
  });
});
