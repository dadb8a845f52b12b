import { isJsonObject, type JsonObject, type JsonValue } from '../../common/json';
import { hasVisibleText } from './has-visible-text';
import { isTooDeep } from './json-depth';

/**
 * Bedrock takes only an object as the input of a past call. Anything else that a model once wrote (a list, broken or
 * overly deep JSON) is kept readable under the key `input`.
 */
export function parseToolInput(inputJson: string): JsonObject {
  if (!hasVisibleText(inputJson)) return {};
  const value = parseJson(inputJson);
  if (value === undefined || isTooDeep(value)) return { input: inputJson };
  return isJsonObject(value) ? value : { input: value };
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
