import { CheckDigits, hasCheckDigit } from './check-digit';

/** Digits that stand together, with what separates them from the group before. */
interface DigitGroup {
  readonly start: number;
  readonly digits: string;
  /** A plus sign stands directly before the digits, or before their opening parenthesis. */
  readonly plus: boolean;
  readonly parenthesis: boolean;
  /** The text since the previous group when that is one separator or a few; otherwise undefined, and a new number begins. */
  readonly joint: string | undefined;
  readonly afterDot: boolean;
  readonly beforeDot: boolean;
}

/** Indices of the first and the last group. */
type GroupRange = readonly [first: number, last: number];

interface Span {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

const GROUP = /\d+/g;
const JOINT = /^[ .()\u00a0\u2007\u2009\u202f\u2010-\u2014-]{1,3}$/;
const CARD_JOINT = /^[ .\u00a0\u2007\u2009\u202f\u2010-\u2014-]$/;
/** Lengths of card numbers, the usual ones first, so that a neighbouring number is not taken for a part of the card. */
const CARD_LENGTHS = [16, 15, 14, 13, 19, 18, 17];
const MIN_CARD_LENGTH = 13;
const MAX_CARD_LENGTH = 19;
const MIN_PHONE_LENGTH = 7;
const MAX_PHONE_LENGTH = 15;
/** From here on a group after a plus sign is a whole number, and what follows is something else. */
const WHOLE_PHONE_LENGTH = 10;
/** North American numbers, with or without the country code, and social security numbers, by the sizes of their groups. */
const PHONE_SHAPES = new Set(['3,3,4', '1,3,3,4', '3,4', '3,7', '1,3,7', '3,2,4', '6,4']);
const DATE_SHAPES = new Set(['2,2,4', '4,2,2']);

/** Masks the card and telephone numbers in a text without identifiers, dates, addresses or sums. Takes linear time. */
export function maskNumberGroups(text: string): string {
  const groups = readGroups(text);
  if (groups.length === 0) return text;
  const taken = new Array<boolean>(groups.length).fill(false);
  const spans = [...findCards(groups, taken), ...findPhones(groups, taken)].sort((a, b) => a.start - b.start);
  let masked = '';
  let end = 0;
  for (const span of spans) {
    masked += text.slice(end, span.start) + span.replacement;
    end = span.end;
  }
  return masked + text.slice(end);
}

/** `************4242`: all but the last four digits. */
export function maskCardDigits(digits: string): string {
  return '*'.repeat(digits.length - 4) + digits.slice(-4);
}

/**
 * 13 to 19 digits with their check digit, whatever they begin with: a log loses nothing when an order number is masked.
 * What callers say is masked by a narrower rule, which asks for the first digit of a payment network too.
 */
export function isCardNumber(digits: string): boolean {
  return isCardLength(digits.length) && hasCheckDigit(digits);
}

function isCardLength(length: number): boolean {
  return length >= MIN_CARD_LENGTH && length <= MAX_CARD_LENGTH;
}

/** The lengths at which the digits, taken from the first group on and up to the end of a group, are a card number. */
function cardLengthsAt(groups: readonly string[]): readonly number[] {
  const checks = new CheckDigits(groups);
  return groups
    .map((_group, index) => index + 1)
    .filter((end) => isCardLength(checks.countDigits(0, end)) && checks.isValid(0, end))
    .map((end) => checks.countDigits(0, end));
}

function readGroups(text: string): readonly DigitGroup[] {
  let previousEnd: number | undefined;
  return [...text.matchAll(GROUP)].map(({ index: start, 0: digits }) => {
    const between = previousEnd === undefined ? undefined : text.slice(previousEnd, Math.min(start, previousEnd + 4));
    const end = start + digits.length;
    previousEnd = end;
    const parenthesis = text[start - 1] === '(';
    return {
      start,
      digits,
      plus: text[start - (parenthesis ? 2 : 1)] === '+' || (parenthesis && text.slice(start - 3, start) === '+ ('),
      parenthesis,
      joint: between !== undefined && JOINT.test(between) ? between : undefined,
      afterDot: text[start - 1] === '.',
      beforeDot: text[end] === '.' && /[\d*]/.test(text[end + 1] ?? ''),
    };
  });
}

/** A card that is all of its joined groups goes before one that is a part of them. */
function findCards(groups: readonly DigitGroup[], taken: boolean[]): readonly Span[] {
  const whole: GroupRange[] = [];
  const parts = new Map<number, GroupRange[]>(CARD_LENGTHS.map((length) => [length, []]));
  for (let first = 0; first < groups.length; first += 1) {
    const members = joinedFrom(groups, first);
    for (const cardLength of cardLengthsAt(members)) {
      let last = first - 1;
      for (let length = 0; length < cardLength; last += 1) length += members[last + 1 - first]?.length ?? cardLength;
      const isWhole = !isCardJoint(groups[first]) && !isCardJoint(groups[last + 1]);
      (isWhole ? whole : parts.get(cardLength))?.push([first, last]);
    }
  }
  return [whole, ...parts.values()].flat().flatMap(([first, last]) => {
    if (taken.slice(first, last + 1).includes(true)) return [];
    taken.fill(true, first, last + 1);
    const members = groups.slice(first, last + 1);
    return [toSpan(members, maskCardDigits(members.map(({ digits }) => digits).join('')))];
  });
}

function isCardJoint(group: DigitGroup | undefined): boolean {
  return CARD_JOINT.test(group?.joint ?? '');
}

/** The digits of the groups from one on that single separators join, as many as one card number could have. */
function joinedFrom(groups: readonly DigitGroup[], first: number): readonly string[] {
  const joined: string[] = [];
  let length = 0;
  for (let index = first; index < groups.length && length < MAX_CARD_LENGTH; index += 1) {
    const group = groups[index];
    if (group === undefined || (index > first && !isCardJoint(group))) break;
    if (length + group.digits.length > MAX_CARD_LENGTH) break;
    joined.push(group.digits);
    length += group.digits.length;
  }
  return joined;
}

function findPhones(groups: readonly DigitGroup[], taken: readonly boolean[]): readonly Span[] {
  const spans: Span[] = [];
  let first = 0;
  while (first < groups.length) {
    const members = taken[first] === true ? [] : longestPhoneFrom(groups, { first, taken });
    if (members.length > 0) spans.push(...maskPhone(members));
    first += Math.max(1, members.length);
  }
  return spans;
}

function longestPhoneFrom(
  groups: readonly DigitGroup[],
  { first, taken }: { readonly first: number; readonly taken: readonly boolean[] },
): readonly DigitGroup[] {
  let longest: readonly DigitGroup[] = [];
  let length = 0;
  for (let last = first; last < groups.length; last += 1) {
    const group = groups[last];
    if (group === undefined || taken[last] === true || (last > first && (group.joint === undefined || group.plus)))
      break;
    if (last > first && group.digits.length < 2 && !groups[first]?.plus && !groups[first]?.parenthesis) break;
    length += group.digits.length;
    if (length > MAX_PHONE_LENGTH) break;
    const members = groups.slice(first, last + 1);
    if (length >= MIN_PHONE_LENGTH && looksLikePhone(members)) longest = members;
    if (group.plus && length >= WHOLE_PHONE_LENGTH) break;
  }
  return longest;
}

function looksLikePhone(members: readonly DigitGroup[]): boolean {
  const [first] = members;
  const last = members.at(-1);
  if (first === undefined || last === undefined) return false;
  if (first.plus) return true;
  // A dot outside belongs to a decimal fraction, a version or an address.
  if (first.afterDot || last.beforeDot) return false;
  if (members.length === 1 || first.parenthesis) return true;
  const joints = members.slice(1).map(({ joint }) => joint);
  const dotted = joints.includes('.');
  if (dotted && members.length === 2) return false;
  const shape = members.map(({ digits }) => digits.length).join(',');
  if (PHONE_SHAPES.has(shape)) return true;
  if (members.some(({ digits }) => digits.length < 2) || DATE_SHAPES.has(shape)) return false;
  return first.digits.startsWith('0') || joints.every((joint) => joint === '-');
}

/** Keeps the separators and, next to each other, the last two digits. */
function maskPhone(members: readonly DigitGroup[]): readonly Span[] {
  let toMask = members.reduce((length, { digits }) => length + digits.length, 0) - 2;
  const tail = members
    .map(({ digits }) => digits)
    .join('')
    .slice(-2);
  return members.flatMap((group, index): readonly Span[] => {
    const stars = '*'.repeat(Math.min(toMask, group.digits.length));
    const end = group.start + group.digits.length;
    if (toMask === 0) return [];
    toMask -= stars.length;
    if (toMask > 0) return [{ start: group.start, end, replacement: stars }];
    const lastEnd = index === members.length - 1 ? end : toSpan(members, '').end;
    return [{ start: group.start, end: lastEnd, replacement: stars + tail }];
  });
}

function toSpan(members: readonly DigitGroup[], replacement: string): Span {
  const last = members.at(-1);
  return { start: members[0]?.start ?? 0, end: (last?.start ?? 0) + (last?.digits.length ?? 0), replacement };
}
