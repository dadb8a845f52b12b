import { isCardNumber, maskCardDigits, maskNumberGroups } from './mask-number-groups';

/**
 * What may contain many digits without being a card or telephone number, and what is masked already. Every alternative
 * is bounded or starts only where a word starts, so that the search takes linear time.
 */
const PROTECTED = new RegExp(
  [
    /\*\d{2,4}(?!\d)\w*/, // the visible end of a masked number, and of the word it stood in
    /(?<!\w)[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?!\w)/, // UUID
    /(?<!\w)chatcmpl-[\w-]+/, // OpenAI completion
    /(?<!\w)[a-z]+_[\w-]+/, // req_..., call_..., toolu_...
    /(?<!\w)v\d+(?:\.\d+)+(?:[-+][\w.]+)?/, // version
    /(?<![\w.+-])(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?(?![\w-])/, // ISO 8601
    /(?<![\w.+-])(?:\d{1,3}\.){3}\d{1,3}(?![\w-]|\.\d)/, // IPv4
    /[$€£¥] ?(?:\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.\d{1,2})?(?!\d)/, // a sum with its sign
    /(?<![\w.])\d{1,12}(?:\.\d\d)? (?:dollars|cents|USD|EUR|GBP)(?!\w)/, // a sum with its name
    /(?<!\w)\d*[a-z_]\w*/, // any other word with a letter
  ]
    .map(({ source }) => source)
    .join('|'),
  'gi',
);

/** Words of these letters alone may be hexadecimal, and an underscore joins an identifier. */
const IDENTIFIER = /^(?:0x)?[0-9a-f]+$|_/i;
/** A telephone number that runs into a word, as in "5551234567ext". */
const PHONE_IN_WORD = /^\d{10,15}(?!\d)|(?<!\d)\d{10,15}$/g;

const MAX_DEPTH = 8;
const MAX_ENTRIES = 1_000;
const MAX_TEXT_LENGTH = 20_000;
/** Characters of a telephone number of 15 digits with three separators after each, and some to spare. */
const LONGEST_NUMBER = 64;

/**
 * Masks numbers that a log must not hold, in time linear in the text. Masking twice changes nothing more.
 *
 * - Card numbers (13 to 19 digits with a valid check digit, in groups or not): `************4242`.
 * - Telephone numbers (7 to 15 digits, alone, after a plus sign or in the groups of a telephone number): all but the
 *   last two digits, `+* *** ***-**67`.
 *
 * Identifiers, ISO dates, IPv4 addresses, versions, sums of money and shorter numbers stay as they are.
 */
export function maskSensitive(text: string): string {
  if (!/\d{2}|\d\D{1,3}\d/.test(text)) return text;
  let masked = '';
  let end = 0;
  for (const { index, 0: found } of text.matchAll(PROTECTED)) {
    masked += maskNumberGroups(text.slice(end, index)) + maskWord(found);
    end = index + found.length;
  }
  return masked + maskNumberGroups(text.slice(end));
}

function maskWord(word: string): string {
  if (!/\d{10}/.test(word) || !/^[a-z\d]+$/i.test(word) || IDENTIFIER.test(word)) return word;
  return word
    .replace(/\d{13,}/g, (digits) => (isCardNumber(digits) ? maskCardDigits(digits) : digits))
    .replace(PHONE_IN_WORD, (digits) => '*'.repeat(digits.length - 2) + digits.slice(-2));
}

/**
 * A copy of a value for the log with every string masked. Errors become plain objects with their name, message, stack,
 * cause and own fields. Instances of other classes (sockets, requests, buffers) are named, not copied, unless they have
 * a `toJSON`. What lies too deep, refers back to itself or goes beyond a thousand entries is replaced by a word that
 * says so, and long strings are cut.
 */
export function maskDeep(value: unknown): unknown {
  return new DeepMask().copy(value, []);
}

class DeepMask {
  private entries = 0;

  copy(value: unknown, ancestors: readonly object[]): unknown {
    if (typeof value === 'string') return maskText(value);
    if (typeof value === 'function') return '[function]';
    if (typeof value !== 'object' || value === null) return value;
    if (ancestors.includes(value)) return '[circular]';
    if (ancestors.length >= MAX_DEPTH) return '[too deep]';
    return this.copyObject(value, [...ancestors, value]);
  }

  private copyObject(value: object, ancestors: readonly object[]): unknown {
    try {
      if (Array.isArray(value)) return this.copyArray(value, ancestors);
      if (value instanceof Error) return this.copyFields(toErrorFields(value), ancestors);
      if (hasToJson(value)) return this.copy(value.toJSON(), ancestors);
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === null || prototype === Object.prototype)
        return this.copyFields(Object.entries(value), ancestors);
      return `[${value.constructor.name}]`;
    } catch {
      // A getter or a toJSON of somebody else threw; a log line is not worth an exception.
      return '[unreadable]';
    }
  }

  private copyArray(items: readonly unknown[], ancestors: readonly object[]): readonly unknown[] {
    const copied: unknown[] = [];
    for (const item of items) {
      if (!this.count()) return [...copied, '[more]'];
      copied.push(this.copy(item, ancestors));
    }
    return copied;
  }

  /** The copy has no prototype, so that a field named `__proto__` is a field, and an error's class is read from its name. */
  private copyFields(fields: readonly (readonly [string, unknown])[], ancestors: readonly object[]): unknown {
    const copied = Object.create(null) as Record<string, unknown>;
    for (const [name, field] of fields) {
      if (!this.count()) return Object.assign(copied, { '[more]': true });
      copied[name] = this.copy(field, ancestors);
    }
    return copied;
  }

  private count(): boolean {
    this.entries += 1;
    return this.entries <= MAX_ENTRIES;
  }
}

function hasToJson(value: object): value is { toJSON: () => unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function toErrorFields(error: Error): readonly (readonly [string, unknown])[] {
  const { name, message, stack, cause } = error;
  const own = Object.entries(error).filter(([field]) => !['name', 'message', 'stack', 'cause'].includes(field));
  const errors: readonly [string, unknown][] = error instanceof AggregateError ? [['errors', error.errors]] : [];
  return [
    ['name', name],
    ['message', message],
    ['stack', stack],
    ...(cause === undefined ? [] : [['cause', cause] as const]),
    ...errors,
    ...own,
  ];
}

/** A long text is cut before it is masked; the end goes too, since a number cut in two is not known for one. */
function maskText(text: string): string {
  if (text.length <= MAX_TEXT_LENGTH) return maskSensitive(text);
  return `${maskSensitive(text.slice(0, MAX_TEXT_LENGTH)).slice(0, -LONGEST_NUMBER)}[cut]`;
}
