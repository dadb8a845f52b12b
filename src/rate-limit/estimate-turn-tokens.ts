import { isJsonObject } from '../common/json';

/** English text has about four characters to a token. */
const CHARACTERS_PER_TOKEN = 4;
/** The length of a reply unless the client says otherwise; the model adapters have the same default. */
const REPLY_TOKENS = 400;
/** What models count for one picture, roughly. The text that carries it is a hundred times as long. */
const PICTURE_TOKENS = 1_500;
const PICTURE_PREFIX = 'data:';

/**
 * Tells from a body, before anybody has looked whether it is valid, about how many tokens its answer will use. What the
 * server adds of its own is not counted; the real use takes the place of the estimate once it is known.
 */
export function estimateTurnTokens(body: unknown): number {
  if (!isJsonObject(body)) return REPLY_TOKENS;
  const { messages, tools, functions, query, max_completion_tokens: maxCompletionTokens, max_tokens: maxTokens } = body;
  const read = countCharacters([messages, tools, functions, query]) / CHARACTERS_PER_TOKEN;
  return Math.ceil(read) + (readPositive(maxCompletionTokens) ?? readPositive(maxTokens) ?? REPLY_TOKENS);
}

/** All texts of a value. The parser has bounded its depth and the number of its parts. */
function countCharacters(value: unknown): number {
  if (typeof value === 'string')
    return value.startsWith(PICTURE_PREFIX) ? PICTURE_TOKENS * CHARACTERS_PER_TOKEN : value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let sum = 0;
  for (const part of Object.values(value)) sum += countCharacters(part);
  return sum;
}

function readPositive(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
