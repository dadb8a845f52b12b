import secureJson from 'secure-json-parse';
import { isJsonObject, type JsonObject } from '../json';
import { BodyError } from './body-error';

/** Far beyond any real request or JSON schema, and far below what recursive code can stand. */
const MAX_DEPTH = 64;
const MAX_PATH_SEGMENTS = 3;
const LONGEST_KEY_SHOWN = 64;
/** Elements and properties in all. Validation looks at each, so many small ones would block every other request. */
const MAX_VALUES = 32_000;

/**
 * Parses a request body that must be one JSON object.
 *
 * @throws BodyError for anything else, with the place where it is nested too deeply or has too many values.
 */
export function parseJsonBody(text: string): JsonObject {
  const body = parse(text);
  if (!isJsonObject(body)) throw new BodyError('not_an_object', 'The body must be a JSON object.');
  refuseExcess(body);
  return body;
}

function parse(text: string): unknown {
  try {
    // Keys that could reach a prototype are dropped like any other unknown field.
    return secureJson.parse(text, { protoAction: 'remove', constructorAction: 'remove' });
  } catch (error) {
    throw new BodyError('malformed', error instanceof Error ? error.message : 'The body is not JSON.');
  }
}

interface Place {
  readonly value: object;
  readonly depth: number;
  readonly path: string;
}

/** Walks with a stack of its own, since a recursion is just what a deep body would exhaust. */
function refuseExcess(body: JsonObject): void {
  const places: Place[] = [{ value: body, depth: 1, path: '' }];
  let valuesLeft = MAX_VALUES;
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, depth, path } = place;
    if (depth > MAX_DEPTH) {
      throw new BodyError('too_deep', `nested too deeply. Expected at most ${MAX_DEPTH} levels.`, path);
    }
    const entries = Object.entries(value);
    valuesLeft -= entries.length;
    if (valuesLeft < 0) {
      const message = `too many values. Expected at most ${MAX_VALUES} in the whole request.`;
      throw new BodyError('too_many_values', message, ...(path === '' ? [] : [path]));
    }
    for (const [key, child] of entries) {
      if (typeof child !== 'object' || child === null) continue;
      const isNamed = depth <= MAX_PATH_SEGMENTS;
      places.push({ value: child as object, depth: depth + 1, path: isNamed ? join(path, key, value) : path });
    }
  }
}

function join(path: string, key: string, parent: object): string {
  if (Array.isArray(parent)) return `${path}[${key}]`;
  const name = key.slice(0, LONGEST_KEY_SHOWN);
  return path === '' ? name : `${path}.${name}`;
}
