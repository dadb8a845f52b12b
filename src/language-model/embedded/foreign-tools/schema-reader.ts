import { isJsonObject, type JsonObject, type JsonValue } from '../../../common/json';

/** Steps that reading one schema may take: a client may send one that is cyclic, or far too large. */
const MOST_STEPS = 2_000;
const DEEPEST = 12;
const MOST_ALTERNATIVES = 20;
const KEYWORDS = [
  ...['$ref', 'type', 'enum', 'const', 'default', 'properties', 'required', 'additionalProperties', 'items'],
  ...['anyOf', 'oneOf', 'allOf', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'format'],
] as const;
const TYPES = ['null', 'string', 'number', 'integer', 'boolean', 'array', 'object'] as const;

type SchemaType = (typeof TYPES)[number];

/** One way in which a value may fit: `choice` lists its values, `any` says nothing of them. */
export interface Alternative {
  readonly kind: SchemaType | 'choice' | 'any';
  readonly schema: JsonObject;
}

/** Reads a JSON Schema that a stranger wrote, in bounded time: what is beyond the bounds is as if it were not there. */
export class SchemaReader {
  private stepsLeft = MOST_STEPS;

  constructor(readonly root: JsonObject) {}

  get isExhausted(): boolean {
    return this.stepsLeft <= 0;
  }

  /** Counts the steps of going through a list of the schema's. */
  spend(steps: number): void {
    this.stepsLeft -= steps;
  }

  /** The ways in which a value may fit, in the schema's order; none when the bounds are reached. */
  alternativesOf(value: JsonValue | undefined, depth = 0): readonly Alternative[] {
    this.spend(1);
    if (this.isExhausted || depth > DEEPEST) return [];
    if (!isJsonObject(value)) return [{ kind: 'any', schema: {} }];
    const { $ref: reference, anyOf, oneOf, allOf, ...schema } = pickKeywords(value);
    if (typeof reference === 'string') {
      return this.alternativesOf(merge(schema, this.resolve(reference)), depth + 1);
    }
    const union = Array.isArray(anyOf) ? anyOf : oneOf;
    if (Array.isArray(union)) {
      const branches: readonly JsonValue[] = union.slice(0, MOST_ALTERNATIVES);
      return branches.flatMap((branch) => this.alternativesOf(merge(schema, branch), depth + 1));
    }
    const [part, ...others] = toList(allOf);
    if (part === undefined) return toAlternatives(schema);
    const rest = others.length === 0 ? {} : { allOf: others.slice(0, MOST_ALTERNATIVES) };
    return this.alternativesOf({ ...this.joinParts(schema, part), ...rest }, depth + 1);
  }

  /** All that two parts of one object name and require. */
  private joinParts(schema: JsonObject, value: JsonValue): JsonObject {
    const resolved = isJsonObject(value) && typeof value.$ref === 'string' ? this.resolve(value.$ref) : value;
    const part = isJsonObject(resolved) ? pickKeywords(resolved) : {};
    const properties = [schema.properties, part.properties].filter(isJsonObject);
    const required = [schema.required, part.required].flatMap(toList);
    this.spend(required.length + properties.reduce((sum, named) => sum + Object.keys(named).length, 0));
    return {
      ...schema,
      ...part,
      ...(properties.length === 0
        ? {}
        : { properties: Object.fromEntries(properties.flatMap((named) => Object.entries(named))) }),
      ...(required.length === 0 ? {} : { required }),
    };
  }

  /** Only what is within this schema: nothing is ever fetched. */
  private resolve(reference: string): JsonValue | undefined {
    if (!reference.startsWith('#') || reference.length > 500) return undefined;
    let value: JsonValue | undefined = this.root;
    for (const step of reference.split('/').slice(1)) {
      const key = unescapePointer(step);
      if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(key)];
      else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
    }
    return value;
  }
}

function toList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function pickKeywords(schema: JsonObject): JsonObject {
  return Object.fromEntries(
    KEYWORDS.filter((word) => Object.hasOwn(schema, word)).map((word) => [word, schema[word] ?? null]),
  );
}

function merge(schema: JsonObject, branch: JsonValue | undefined): JsonObject {
  return { ...schema, ...(isJsonObject(branch) ? pickKeywords(branch) : {}) };
}

function toAlternatives(schema: JsonObject): readonly Alternative[] {
  if (Object.hasOwn(schema, 'const') || Array.isArray(schema.enum)) return [{ kind: 'choice', schema }];
  const types: readonly JsonValue[] = Array.isArray(schema.type)
    ? schema.type.slice(0, TYPES.length)
    : [schema.type ?? ''];
  const known = types.filter((type): type is SchemaType => TYPES.some((name) => name === type));
  if (known.length > 0) return known.map((kind) => ({ kind, schema }));
  if (isJsonObject(schema.properties)) return [{ kind: 'object', schema }];
  return [{ kind: schema.items === undefined ? 'any' : 'array', schema }];
}

function unescapePointer(step: string): string {
  return step.replaceAll('~1', '/').replaceAll('~0', '~');
}
