import { isJsonObject } from '../common/json';
import { parsePhoneNumber } from '../common/phone-number';

/** What a request calls its caller, in fields of its own. */
export interface CallerMark {
  readonly kind: 'number' | 'call';
  readonly value: string;
}

const LONGEST_ID = 256;

/**
 * Reads who calls from a body, before anybody has looked whether it is valid: the number of the caller, else the id of
 * the call or the conversation. Words in a message are not read: they cost too much time here, and anybody can say them.
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

function readNumber(body: unknown): string | undefined {
  const number =
    readText(body, 'phone_number') ??
    readText(body, 'customer', 'number') ??
    readText(body, 'call', 'customer', 'number');
  return number === undefined ? undefined : parsePhoneNumber(number);
}

function readText(body: unknown, ...path: readonly string[]): string | undefined {
  let value = body;
  for (const name of path) value = isJsonObject(value) ? value[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}
