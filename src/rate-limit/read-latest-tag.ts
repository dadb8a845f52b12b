import { isJsonObject } from '../common/json';
import { type PhoneNumber } from '../common/phone-number';
import { readCallerTag } from '../common/read-caller-tag';

/** The messages whose tags name the caller. */
const NAMING_ROLES: readonly unknown[] = ['user', 'system', 'developer'];
/** A tag stands in a few of the messages, and the longest of instructions fit. Texts without a bracket cost nothing. */
const MOST_CHARACTERS = 100_000;

/**
 * The number in the latest tag of the messages of a chat, by the rules of the agent: it is the number that the turn will
 * act for. The messages are as they were sent, and nobody has looked yet whether they are valid.
 *
 * @returns `undefined` also where there is more to read than a request that may yet be refused is worth.
 */
export function readLatestTag(messages: unknown): PhoneNumber | undefined {
  if (!Array.isArray(messages)) return undefined;
  let charactersLeft = MOST_CHARACTERS;
  for (let index = messages.length - 1; index >= 0; index -= 1) {
    const text = readNamingText(messages[index]);
    if (!text.includes('[')) continue;
    charactersLeft -= text.length;
    if (charactersLeft < 0) return undefined;
    const { phoneNumber } = readCallerTag(text);
    if (phoneNumber !== undefined) return phoneNumber === 'malformed' ? undefined : phoneNumber;
  }
  return undefined;
}

function readNamingText(message: unknown): string {
  if (!isJsonObject(message) || !NAMING_ROLES.includes(message.role)) return '';
  const { content } = message;
  if (typeof content === 'string') return content;
  return Array.isArray(content) ? content.map(readPartText).join('\n') : '';
}

function readPartText(part: unknown): string {
  return isJsonObject(part) && typeof part.text === 'string' ? part.text : '';
}
