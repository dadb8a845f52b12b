import { isJsonObject, type JsonObject, type JsonValue } from '../../../common/json';
import { type Alternative, type SchemaReader } from './schema-reader';

const DEEPEST = 8;
const MOST_ITEMS = 50;
const LONGEST_FILLING = 1_000;
/** What lists of choices have for "I do not know". */
const NO_CHOICE = /^(?:none|unknown|unspecified|not specified|other|n\/?a|)$/i;

/** The value that says least and still fits: the schema's default, null, the empty text, zero, nothing at all. */
export function makeEmptiest(alternatives: readonly Alternative[], reader: SchemaReader, depth = 0): JsonValue {
  const withDefault = alternatives.find(({ schema }) => Object.hasOwn(schema, 'default'));
  if (withDefault !== undefined) return withDefault.schema.default ?? null;
  if (alternatives.some(({ kind }) => kind === 'null')) return null;
  const [first] = alternatives;
  return first === undefined ? null : makeLeast(first, reader, depth);
}

function makeLeast({ kind, schema }: Alternative, reader: SchemaReader, depth: number): JsonValue {
  switch (kind) {
    case 'choice':
      return chooseLeast(schema);
    case 'string':
    case 'any':
      return '-'.repeat(Math.min(toCount(schema.minLength), LONGEST_FILLING));
    case 'number':
    case 'integer':
      return nearestToZero(schema, kind === 'integer');
    case 'boolean':
      return false;
    case 'array':
      return makeItems(schema, reader, depth);
    case 'object':
      return makeObject(schema, reader, depth);
    case 'null':
      return null;
  }
}

/** Whether nothing needs to be said for a value: null, a default or a constant stand for it. */
export function needsNoWords(alternatives: readonly Alternative[]): boolean {
  return alternatives.some(
    ({ kind, schema }) => kind === 'null' || Object.hasOwn(schema, 'default') || Object.hasOwn(schema, 'const'),
  );
}

function chooseLeast(schema: JsonObject): JsonValue {
  if (Object.hasOwn(schema, 'const')) return schema.const ?? null;
  const choices: readonly JsonValue[] = Array.isArray(schema.enum) ? schema.enum : [];
  if (choices.includes(null)) return null;
  const least = choices.find((choice) => typeof choice === 'string' && NO_CHOICE.test(choice.replaceAll('_', ' ')));
  return least ?? choices[0] ?? null;
}

function nearestToZero(schema: JsonObject, isWhole: boolean): number {
  const step = typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : 1;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  if (typeof exclusiveMinimum === 'number' && exclusiveMinimum >= 0) {
    const next = (Math.floor(exclusiveMinimum / step) + 1) * step;
    const isTooMuch = (typeof maximum === 'number' && next > maximum) || isBeyond(next, exclusiveMaximum);
    const end = [maximum, exclusiveMaximum].find((limit) => typeof limit === 'number') ?? next;
    return isTooMuch && !isWhole ? (exclusiveMinimum + end) / 2 : next;
  }
  if (typeof minimum === 'number' && minimum > 0)
    return isWhole || step !== 1 ? Math.ceil(minimum / step) * step : minimum;
  if (typeof exclusiveMaximum === 'number' && exclusiveMaximum <= 0)
    return (Math.ceil(exclusiveMaximum / step) - 1) * step;
  if (typeof maximum === 'number' && maximum < 0)
    return isWhole || step !== 1 ? Math.floor(maximum / step) * step : maximum;
  return 0;
}

function isBeyond(value: number, limit: JsonValue | undefined): boolean {
  return typeof limit === 'number' && value >= limit;
}

function makeItems(schema: JsonObject, reader: SchemaReader, depth: number): JsonValue {
  const items: JsonValue[] = [];
  const count = Math.min(toCount(schema.minItems), MOST_ITEMS);
  while (depth < DEEPEST && items.length < count && !reader.isExhausted) {
    items.push(makeEmptiest(reader.alternativesOf(schema.items), reader, depth + 1));
  }
  return items;
}

function makeObject(schema: JsonObject, reader: SchemaReader, depth: number): JsonObject {
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const entries: [string, JsonValue][] = [];
  for (const name of Array.isArray(schema.required) ? (schema.required as readonly JsonValue[]) : []) {
    if (depth >= DEEPEST || reader.isExhausted) break;
    if (typeof name !== 'string') continue;
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    entries.push([name, makeEmptiest(reader.alternativesOf(property), reader, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function toCount(value: JsonValue | undefined): number {
  return typeof value === 'number' && value > 0 ? value : 0;
}
