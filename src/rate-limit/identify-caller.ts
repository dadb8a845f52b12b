import { isJsonObject } from '../common/json';
import { parsePhoneNumber, type PhoneNumber } from '../common/phone-number';
import { readLatestTag } from './read-latest-tag';

/** What a request calls its caller, in a field of its own or in a tag. */
export interface CallerMark {
  readonly kind: 'number' | 'call';
  readonly value: string;
}

const LONGEST_ID = 256;

/**
 * Reads who calls from a body, before anybody has looked whether it is valid: the number of the caller, else the id of
 * the call or the conversation. What callers say in their own words is not read: anybody can say any number.
 *
 * @param isVouchedFor whether the client may say whose number it is. Otherwise a number counts for nothing, since one
 * caller could use up what another may ask for.
 */
export function identifyCaller(body: unknown, isVouchedFor: boolean): CallerMark | undefined {
  const number = isVouchedFor ? readNumber(body) : undefined;
  if (number !== undefined) return { kind: 'number', value: number };
  const id = readText(body, 'call', 'id') ?? readText(body, 'conversation_id');
  return id === undefined || id.length > LONGEST_ID ? undefined : { kind: 'call', value: id };
}

/** In the order of the agent: a chat names its caller by a tag alone, a query by a field or else by a tag. */
function readNumber(body: unknown): PhoneNumber | undefined {
  if (!isJsonObject(body)) return undefined;
  return (
    readLatestTag(body.messages) ??
    readField(body, 'phone_number') ??
    readLatestTag([{ role: 'user', content: body.query }]) ??
    readField(body, 'customer', 'number') ??
    readField(body, 'call', 'customer', 'number')
  );
}

/** What is no number does not hide one that stands elsewhere. */
function readField(body: unknown, ...path: readonly string[]): PhoneNumber | undefined {
  return parsePhoneNumber(readText(body, ...path) ?? '');
}

function readText(body: unknown, ...path: readonly string[]): string | undefined {
  let value = body;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
