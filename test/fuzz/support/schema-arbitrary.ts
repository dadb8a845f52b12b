import * as fc from 'fast-check';
import { type ApiDocument, listOperations, listRequestExamples, type Schema } from '../../e2e/docs/api-document';

type Values = ReadonlyMap<string, readonly unknown[]>;

/** Longer texts and arrays than this add time and find nothing more; the mutations make a few huge ones. */
const LONGEST_ARRAY = 4;
const LONGEST_TEXT = 40;
/** A body with many parameters at random is refused for one of them, so that most carry only a few. */
const FEW_PROPERTIES = 6;
const ABSENT = Symbol('absent');

const anyJson = fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' });

/** Makes values that a schema of our OpenAPI document allows. */
export class SchemaArbitraries {
  private readonly named = new Map<string, fc.Arbitrary<unknown>>();
  private readonly known: Values;

  constructor(private readonly document: ApiDocument) {
    this.known = collectValues(document);
  }

  /** @param property its name, where it has one: half of its values come from the examples of the document then. */
  make(schema: Schema, property?: string): fc.Arbitrary<unknown> {
    const { $ref, allOf, anyOf, oneOf, enum: choices, const: only } = schema;
    if (typeof $ref === 'string') return this.makeNamed($ref.slice($ref.lastIndexOf('/') + 1));
    if (Array.isArray(allOf)) return this.makeAll(allOf as Schema[]);
    const variants = anyOf ?? oneOf;
    if (Array.isArray(variants))
      return fc.oneof(...(variants as Schema[]).map((variant) => this.make(variant, property)));
    if (Array.isArray(choices)) return fc.constantFrom<unknown>(...(choices as unknown[]));
    if (only !== undefined) return fc.constant(only);
    const types = [schema.type ?? 'any'].flat();
    return fc.oneof(...types.map((type) => this.makeOfType(type, schema, property)));
  }

  private makeNamed(name: string): fc.Arbitrary<unknown> {
    const made = this.named.get(name) ?? this.make(this.document.components.schemas[name] ?? {});
    this.named.set(name, made);
    return made;
  }

  private makeAll(parts: readonly Schema[]): fc.Arbitrary<unknown> {
    return fc.tuple(...parts.map((part) => this.make(part))).map((made) => Object.assign({}, ...made) as object);
  }

  private makeOfType(type: unknown, schema: Schema, property?: string): fc.Arbitrary<unknown> {
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
        return makeInteger(schema);
      case 'number':
        return fc.double({ noNaN: true, min: toBound(schema.minimum, -1e9), max: toBound(schema.maximum, 1e9) });
      case 'string':
        return this.makeText(schema, property);
      case 'array':
        return this.makeArray(schema, property);
      case 'object':
        return this.makeObject(schema);
      default:
        return anyJson;
    }
  }

  private makeText({ pattern, minLength = 0, maxLength }: Schema, property = ''): fc.Arbitrary<unknown> {
    const least = Number(minLength);
    const most = Math.max(least, Math.min(Number(maxLength ?? LONGEST_TEXT), LONGEST_TEXT));
    const random =
      typeof pattern === 'string'
        ? fc.stringMatching(new RegExp(pattern), { size: 'small' })
        : fc.string({ minLength: least, maxLength: most, unit: 'grapheme' });
    const known = this.known.get(property)?.filter((value) => typeof value === 'string') ?? [];
    return known.length === 0
      ? random
      : fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: random });
  }

  private makeArray({ items, minItems = 0, maxItems }: Schema, property?: string): fc.Arbitrary<unknown> {
    const least = Number(minItems);
    const maxLength = Math.max(least, Math.min(Number(maxItems ?? LONGEST_ARRAY), LONGEST_ARRAY));
    return fc.array(this.make((items ?? {}) as Schema, property), { minLength: least, maxLength });
  }

  private makeObject({ properties = {}, required = [], additionalProperties }: Schema): fc.Arbitrary<unknown> {
    const names = Object.entries(properties as Readonly<Record<string, Schema>>);
    if (names.length === 0) return this.makeDictionary(additionalProperties);
    const needed = new Set(required as readonly string[]);
    const absence = names.length > FEW_PROPERTIES ? 12 : 1;
    const fields = names.map(([name, schema]): [string, fc.Arbitrary<unknown>] => {
      const value = this.make(schema, name);
      if (needed.has(name)) return [name, value];
      const absent = { weight: absence, arbitrary: fc.constant<unknown>(ABSENT) };
      return [name, fc.oneof({ withCrossShrink: true }, absent, { weight: 1, arbitrary: value })];
    });
    return fc.record(Object.fromEntries(fields)).map(withoutAbsent);
  }

  private makeDictionary(values: unknown): fc.Arbitrary<unknown> {
    const value = typeof values === 'object' && values !== null ? this.make(values as Schema) : anyJson;
    return fc.dictionary(fc.string({ maxLength: 8 }), value, { maxKeys: 3 });
  }
}

function makeInteger({ minimum, maximum }: Schema): fc.Arbitrary<unknown> {
  const min = Math.max(Math.ceil(toBound(minimum, -1e6)), Number.MIN_SAFE_INTEGER);
  const max = Math.min(Math.floor(toBound(maximum, 1e6)), Number.MAX_SAFE_INTEGER);
  return fc.oneof(
    fc.integer({ min: Math.max(min, -10), max: Math.min(max, 10) }),
    fc.maxSafeInteger().map((value) => Math.min(Math.max(value, min), max)),
  );
}

function toBound(limit: unknown, otherwise: number): number {
  return typeof limit === 'number' ? limit : otherwise;
}

function withoutAbsent(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ABSENT));
}

/** What the examples of requests hold under each name: numbers of customers, codes, questions that mean something. */
function collectValues(document: ApiDocument): Values {
  const values = new Map<string, Set<unknown>>();
  const visit = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const child of value) visit(child, name);
    else if (typeof value === 'object' && value !== null) {
      for (const [key, child] of Object.entries(value)) visit(child, key);
    } else values.set(name, (values.get(name) ?? new Set()).add(value));
  };
  for (const operation of listOperations(document)) {
    for (const { value } of listRequestExamples(operation)) visit(value, '');
  }
  return new Map([...values].map(([name, found]) => [name, [...found]]));
}
