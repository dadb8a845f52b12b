import { isJsonObject } from '../common/json';
import { parsePhoneNumber, type PhoneNumber } from '../common/phone-number';

/** A telephone call, as the voice platform tells of it in fields of its own. */
export interface VapiCall {
  /** Absent where the platform was told to send no metadata. */
  readonly id?: string;
  /** Of the customer; absent in web calls, and where the number is withheld. From the network's signalling: a hint, no proof. */
  readonly customerNumber?: PhoneNumber;
}

const LONGEST_ID = 256;

/**
 * Reads the call from the body of a request. Nothing of it is required, and nothing else of it is kept: these bodies
 * hold secrets of the platform (source: Vapi's API schema, `call`, `customer`).
 *
 * @returns `undefined` where the body tells of no call.
 */
export function readVapiCall(body: unknown): VapiCall | undefined {
  const call = readField(body, 'call');
  if (!isJsonObject(call)) return undefined;
  const id = readText(call.id);
  const customerNumber = readNumber(readField(body, 'customer')) ?? readNumber(call.customer);
  return {
    ...(id === undefined || id.length > LONGEST_ID ? {} : { id }),
    ...(customerNumber === undefined ? {} : { customerNumber }),
  };
}

function readNumber(customer: unknown): PhoneNumber | undefined {
  const number = readText(readField(customer, 'number'));
  return number === undefined ? undefined : parsePhoneNumber(number);
}

function readField(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
