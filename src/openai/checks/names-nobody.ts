import { isJsonObject, type JsonObject } from '../../common/json';

/** They say how to answer, or have no effect, and hold no text of the client's own. */
const IMPERSONAL_PARAMETERS: ReadonlySet<string> = new Set([
  'messages',
  'model',
  'stream',
  'stream_options',
  'temperature',
  'top_p',
  'max_completion_tokens',
  'max_tokens',
  'presence_penalty',
  'frequency_penalty',
  'response_format',
  'reasoning_effort',
  'verbosity',
  'modalities',
  'n',
  'seed',
  'logprobs',
  'store',
  'service_tier',
]);
const IMPERSONAL_MESSAGE: ReadonlySet<string> = new Set(['role', 'content']);

/**
 * Whether a body, as it was sent, holds nothing besides the texts of its messages that could say who asks. Fields that
 * the service does not read name a caller too (`customer`, `call`, `user`, `metadata`, whatever a platform may think
 * of), so those count that are known to name nobody, and no others. `null` means absent.
 */
export function namesNobody(body: unknown): boolean {
  if (!isJsonObject(body) || !hasOnly(body, IMPERSONAL_PARAMETERS)) return false;
  const { messages } = body;
  return (
    Array.isArray(messages) &&
    messages.every((message) => isJsonObject(message) && hasOnly(message, IMPERSONAL_MESSAGE))
  );
}

function hasOnly(object: JsonObject, names: ReadonlySet<string>): boolean {
  return Object.entries(object).every(([name, value]) => value === null || names.has(name));
}
