import { digestText } from '../../common/digest-text';
import { isJsonObject } from '../../common/json';

export interface DigestedRequest {
  readonly method: string;
  readonly path: string;
  /** As it was sent; fields that nobody reads count too. */
  readonly body: unknown;
}

/** Equal for requests that ask for the same, in whatever order their fields stand. */
export function digestRequest({ method, path, body }: DigestedRequest): string {
  return digestText(JSON.stringify([method, path, sortKeys(body)]));
}

/** As lists of pairs, since an object would put keys that look like numbers first, and lose one named `__proto__`. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return { object: entries.map(([key, child]) => [key, sortKeys(child)]) };
}
