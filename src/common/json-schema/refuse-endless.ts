import { isJsonObject, type JsonObject, type JsonValue } from '../json';
import { JsonSchemaError } from './json-schema-error';
import { walkSchema } from './walk-schema';

/** Keywords that say more of the value itself; all others speak of what is within it. */
const OF_ITSELF_ONE = ['not', 'if', 'then', 'else'] as const;
const OF_ITSELF_LISTS = ['allOf', 'anyOf', 'oneOf'] as const;

/**
 * Refuses a schema that comes back to itself before it has looked into the value, which no check would come to an end
 * of, and one that requires itself within itself, which no finite value can fit. References are followed within the
 * schema, as far as they are JSON pointers.
 *
 * @throws JsonSchemaError
 */
export function refuseEndless(root: JsonObject): void {
  const places = [...walkSchema(root)].map(({ schema }) => schema);
  const visited = new Map<JsonObject, 'open' | 'closed'>();
  for (const place of places) visitItself(place, { root, visited });
  if (findPossible(root, places.reverse()).has(root)) return;
  throw new JsonSchemaError('the schema requires itself without end, so that no value fits it.');
}

interface Visit {
  readonly root: JsonObject;
  readonly visited: Map<JsonObject, 'open' | 'closed'>;
}

function visitItself(schema: JsonObject, visit: Visit): void {
  const state = visit.visited.get(schema);
  if (state === 'closed') return;
  if (state === 'open') throw new JsonSchemaError('the schema refers to itself without end.');
  visit.visited.set(schema, 'open');
  for (const part of listPartsOfItself(schema, visit.root)) if (isJsonObject(part)) visitItself(part, visit);
  visit.visited.set(schema, 'closed');
}

function listPartsOfItself(schema: JsonObject, root: JsonObject): readonly (JsonValue | undefined)[] {
  const { dependentSchemas } = schema;
  return [
    resolve(schema.$ref, root),
    ...OF_ITSELF_ONE.map((keyword) => schema[keyword]),
    ...OF_ITSELF_LISTS.flatMap((keyword) => toList(schema[keyword])),
    ...(isJsonObject(dependentSchemas) ? Object.values(dependentSchemas) : []),
  ];
}

/** Those places that some finite value may fit: more and more of them, until nothing is added. Doubt counts as may. */
function findPossible(root: JsonObject, places: readonly JsonObject[]): ReadonlySet<JsonObject> {
  const possible = new Set<JsonObject>();
  const known = new Set(places);
  const mayFit = (value: JsonValue | undefined): boolean =>
    isJsonObject(value) ? !known.has(value) || possible.has(value) : value !== false;
  let before = -1;
  while (before < possible.size) {
    before = possible.size;
    for (const place of places) if (isPossible(place, { root, mayFit })) possible.add(place);
  }
  return possible;
}

interface Possibility {
  readonly root: JsonObject;
  readonly mayFit: (value: JsonValue | undefined) => boolean;
}

function isPossible(schema: JsonObject, { root, mayFit }: Possibility): boolean {
  const { type, items, minItems, prefixItems } = schema;
  const choices = [schema.anyOf, schema.oneOf].filter((list) => Array.isArray(list));
  return (
    mayFit(resolve(schema.$ref, root)) &&
    toList(schema.allOf).every(mayFit) &&
    choices.every((list) => toList(list).some(mayFit)) &&
    (type !== 'object' || listRequired(schema).every(mayFit)) &&
    (type !== 'array' || typeof minItems !== 'number' || minItems < 1 || prefixItems !== undefined || mayFit(items))
  );
}

function listRequired({ properties, required }: JsonObject): readonly (JsonValue | undefined)[] {
  if (!isJsonObject(properties)) return [];
  return toList(required).map((name) =>
    typeof name === 'string' && Object.hasOwn(properties, name) ? properties[name] : undefined,
  );
}

/** @returns `undefined` for what is no pointer into the schema: whoever compiles it has to say so. */
function resolve(reference: JsonValue | undefined, root: JsonObject): JsonValue | undefined {
  if (typeof reference !== 'string' || !/^#(?:\/|$)/.test(reference)) return undefined;
  let value: JsonValue | undefined = root;
  for (const step of reference.split('/').slice(1)) {
    const key = readStep(step);
    if (Array.isArray(value)) value = (value as readonly JsonValue[])[Number(key)];
    else value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }
  return value;
}

function readStep(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}

function toList(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
