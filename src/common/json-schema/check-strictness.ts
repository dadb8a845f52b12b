import { maskExcerpt } from '../card-data/mask-excerpt';
import { isJsonObject, type JsonObject } from '../json';
import { JsonSchemaError, nameContext } from './json-schema-error';
import { walkSchema } from './walk-schema';

/**
 * Lets a schema pass that leaves nothing open, as `strict` demands: an object at the top, and each object closed, with
 * all of its properties required.
 *
 * @throws JsonSchemaError in OpenAI's words.
 */
export function checkStrictness(schema: JsonObject): void {
  checkIsOfObjects(schema);
  for (const { schema: place, path } of walkSchema(schema)) {
    if (!describesObject(place)) continue;
    const context = nameContext(path);
    if (place.additionalProperties !== false) {
      throw new JsonSchemaError(`In ${context}, 'additionalProperties' is required to be supplied and to be false.`);
    }
    const missing = findOptional(place);
    if (missing !== undefined) {
      throw new JsonSchemaError(
        `In ${context}, 'required' is required to be supplied and to be an array including every key in properties. ` +
          `Missing '${maskExcerpt(missing)}'.`,
      );
    }
  }
}

/** @throws JsonSchemaError in OpenAI's words for a schema whose values are no objects. */
export function checkIsOfObjects({ type }: JsonObject): void {
  if (type === 'object') return;
  const found = type === undefined ? 'None' : typeof type === 'string' ? type : JSON.stringify(type);
  throw new JsonSchemaError(`schema must be a JSON Schema of 'type: "object"', got 'type: "${maskExcerpt(found)}"'.`);
}

function describesObject({ type, properties }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || properties !== undefined;
}

function findOptional({ properties, required }: JsonObject): string | undefined {
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const needed = new Set(Array.isArray(required) ? required : []);
  return names.find((name) => !needed.has(name));
}
