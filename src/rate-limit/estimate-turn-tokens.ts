import { isJsonObject } from '../common/json';
import { PICTURE_TOKENS } from '../common/picture-tokens';

/** English text has about four characters to a token. */
const CHARACTERS_PER_TOKEN = 4;
/** The length of a reply unless the client says otherwise; the model adapters have the same default. */
const REPLY_TOKENS = 400;

/**
 * Tells from a body, before anybody has looked whether it is valid, about how many tokens its answer will use. What the
 * server adds of its own is not counted; the real use takes the place of the estimate once it is known.
 */
export function estimateTurnTokens(body: unknown): number {
  if (!isJsonObject(body)) return REPLY_TOKENS;
  const { messages, query, max_completion_tokens: maxCompletionTokens, max_tokens: maxTokens } = body;
  const { tools, functions, response_format: responseFormat } = body;
  const characters = countCharacters([messages, query]) + countSchemaCharacters([tools, functions, responseFormat]);
  const replyTokens = readPositive(maxCompletionTokens) ?? readPositive(maxTokens) ?? REPLY_TOKENS;
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + replyTokens;
}

/** All texts of a value, and a flat price for each picture. The parser has bounded its depth and the number of its parts. */
function countCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (isPicturePart(value)) return PICTURE_TOKENS * CHARACTERS_PER_TOKEN;
  return sumOf(value, countCharacters);
}

/** A schema says as much by its names as by its texts. */
function countSchemaCharacters(value: unknown): number {
  if (typeof value === 'string') return value.length;
  const names = isJsonObject(value) ? Object.keys(value).reduce((sum, name) => sum + name.length, 0) : 0;
  return names + sumOf(value, countSchemaCharacters);
}

function sumOf(value: unknown, count: (part: unknown) => number): number {
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) sum += count(part);
  return sum;
}

/** By its form and not by its text: what begins with `data:` elsewhere is words. */
function isPicturePart(value: unknown): boolean {
  if (!isJsonObject(value) || value.type !== 'image_url') return false;
  return isJsonObject(value.image_url) && typeof value.image_url.url === 'string';
}

function readPositive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
