import { isJsonObject, type JsonObject, type JsonValue } from '../json';

/** Keywords that hold one schema, a list of schemas, or schemas by name. */
const SINGLE = ['items', 'additionalProperties', 'not', 'if', 'then', 'else', 'contains', 'propertyNames'] as const;
const LISTS = ['anyOf', 'allOf', 'oneOf', 'prefixItems', 'items'] as const;
const MAPS = ['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas'] as const;

interface SchemaPlace {
  readonly schema: JsonObject;
  /** The keywords and names that lead to it. */
  readonly path: readonly string[];
}

/** A schema and all that stand within it, outermost first. */
export function* walkSchema(schema: JsonObject, path: readonly string[] = []): Generator<SchemaPlace> {
  yield { schema, path };
  for (const keyword of SINGLE) yield* walkValue(schema[keyword], [...path, keyword]);
  for (const keyword of LISTS) yield* walkList(schema[keyword], [...path, keyword]);
  for (const keyword of MAPS) yield* walkMap(schema[keyword], [...path, keyword]);
}

function* walkValue(value: JsonValue | undefined, path: readonly string[]): Generator<SchemaPlace> {
  if (isJsonObject(value)) yield* walkSchema(value, path);
}

function* walkList(value: JsonValue | undefined, path: readonly string[]): Generator<SchemaPlace> {
  if (!Array.isArray(value)) return;
  for (const [index, element] of (value as readonly JsonValue[]).entries()) {
    yield* walkValue(element, [...path, String(index)]);
  }
}

function* walkMap(value: JsonValue | undefined, path: readonly string[]): Generator<SchemaPlace> {
  if (!isJsonObject(value)) return;
  for (const [name, element] of Object.entries(value)) yield* walkValue(element, [...path, name]);
}
