import { isJsonObject } from '../common/json';
import { parsePhoneNumber, type PhoneNumber } from '../common/phone-number';
import { readLatestTag } from './read-latest-tag';

/** What a request calls its caller, in a field of its own or in a tag. */
export interface CallerMark {
  readonly kind: 'number' | 'call';
  readonly value: string;
}

const LONGEST_ID = 256;

/** What a client may vouch for: the number of a call that it carries, any number, or none. */
export type Vouching = 'call' | 'any' | 'none';

/**
 * Reads who calls from a body, before anybody has looked whether it is valid: the number of the caller, else the id of
 * the call or the conversation. What callers say in their own words is not read: anybody can say any number.
 *
 * A number that the client may not vouch for counts for nothing, since one caller could use up what another may ask for.
 */
export function identifyCaller(body: unknown, vouching: Vouching): CallerMark | undefined {
  const number = readVouchedNumber(body, vouching);
  if (number !== undefined) return { kind: 'number', value: number };
  const id = readText(body, 'call', 'id') ?? readText(body, 'conversation_id');
  return id === undefined || id.length > LONGEST_ID ? undefined : { kind: 'call', value: id };
}

/**
 * In the order in which the agent believes them: that of a call, the tag of a chat, the field of a query or else its
 * tag. A number that stands beside no call names the caller too, though the agent does not act for it.
 */
function readVouchedNumber(body: unknown, vouching: Vouching): PhoneNumber | undefined {
  if (!isJsonObject(body) || vouching === 'none') return undefined;
  const ofCall = isJsonObject(body.call) ? readCallNumber(body) : undefined;
  if (vouching === 'call') return ofCall;
  return (
    ofCall ??
    readLatestTag(body.messages) ??
    readField(body, 'phone_number') ??
    readLatestTag([{ role: 'user', content: body.query }]) ??
    readField(body, 'customer', 'number')
  );
}

function readCallNumber(body: unknown): PhoneNumber | undefined {
  return readField(body, 'customer', 'number') ?? readField(body, 'call', 'customer', 'number');
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
