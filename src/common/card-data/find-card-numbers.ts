import { OTHER_LETTER, type TextToken } from './spoken-digits';

/** A token with digits, in the text of one of several messages. */
export interface DigitToken extends TextToken {
  readonly digits: string;
  readonly message: number;
  /** Whether it stands apart from the token before it: by more than one sign, a filler word, or the end of a message. */
  readonly isApart: boolean;
}

export interface CardNumber {
  readonly tokens: readonly DigitToken[];
  readonly lastFour: string;
}

const MIN_LENGTH = 13;
const MAX_LENGTH = 19;
/** Usual lengths first, so that a neighbouring number is not taken for a part of the card. */
const USUAL_LENGTHS = [16, 15, 14];
/** What payment networks issue begins so; order and tracking numbers often do not. */
const NETWORK_PREFIX = /^[2-6]/;
const FILLERS = new Set(
  'uh um umm uhh er erm hm hmm mm and then dash hyphen space comma dot point slash next followed by so like well okay ok'.split(
    ' ',
  ),
);
const MOST_FILLERS = 4;
/** Signs of money and of formulas divide numbers, and so do brackets: they hold what is masked already. */
const JOINING_GAP = /^[^$€£¥%@+=[\]\p{L}]{0,12}$/u;
const PLAIN_GAP = /^[ ./_,|-]?$/;

/** Runs of digits that may belong to one number. */
export function toDigitStreams(tokens: readonly TextToken[], message: number): readonly (readonly DigitToken[])[] {
  const streams: DigitToken[][] = [];
  let stream: DigitToken[] = [];
  let fillers = 0;
  let isJoined = true;
  for (const token of tokens) {
    isJoined &&= JOINING_GAP.test(token.gap) && !token.gap.includes(OTHER_LETTER);
    if (token.digits === undefined) {
      fillers += 1;
      if (!FILLERS.has(token.word) || fillers > MOST_FILLERS) isJoined = false;
      continue;
    }
    if (!isJoined && stream.length > 0) {
      streams.push(stream);
      stream = [];
    }
    const isApart = stream.length > 0 && (fillers > 0 || !PLAIN_GAP.test(token.gap));
    stream.push({ ...token, digits: token.digits, message, isApart });
    fillers = 0;
    isJoined = true;
  }
  return stream.length === 0 ? streams : [...streams, stream];
}

/** Whether a message says hardly more than digits, as one does that goes on with a number begun before. */
export function isHardlyMoreThanDigits(tokens: readonly TextToken[]): boolean {
  const words = tokens.filter(({ digits, word }) => digits === undefined && !FILLERS.has(word)).length;
  return words <= 2 && tokens.some(({ digits }) => digits !== undefined);
}

type Range = readonly [first: number, end: number];

/**
 * The card numbers among the digits of one stream; none overlaps another. One that is the whole stream goes first, then
 * what stands apart on both sides, then those of a usual length without anything apart inside.
 */
export function findCardNumbers(stream: readonly DigitToken[]): readonly CardNumber[] {
  const ranges = listRanges(stream);
  const taken = new Array<boolean>(stream.length).fill(false);
  const ordered = [
    ...ranges.filter(([first, end]) => first === 0 && end === stream.length),
    ...ranges.filter(([first, end]) => startsApart(stream, first) && startsApart(stream, end)),
    ...USUAL_LENGTHS.flatMap((length) => ranges.filter((range) => isCompact(stream, range, length))),
  ];
  return ordered.flatMap(([first, end]) => {
    if (taken.slice(first, end).includes(true)) return [];
    taken.fill(true, first, end);
    const tokens = stream.slice(first, end);
    return [{ tokens, lastFour: join(tokens).slice(-4) }];
  });
}

function startsApart(stream: readonly DigitToken[], index: number): boolean {
  return index === 0 || index === stream.length || stream[index]?.isApart === true;
}

function isCompact(stream: readonly DigitToken[], [first, end]: Range, length: number): boolean {
  const tokens = stream.slice(first, end);
  return join(tokens).length === length && tokens.slice(1).every(({ isApart }) => !isApart);
}

/** All runs of whole tokens that are a card number by length, prefix and check digit: at most seven from each token. */
function listRanges(stream: readonly DigitToken[]): readonly Range[] {
  const ranges: Range[] = [];
  for (let first = 0; first < stream.length; first += 1) {
    let digits = '';
    for (let end = first; end < stream.length && digits.length <= MAX_LENGTH; end += 1) {
      digits += stream[end]?.digits ?? '';
      if (isCardNumber(digits)) ranges.push([first, end + 1]);
    }
  }
  return ranges;
}

function join(tokens: readonly DigitToken[]): string {
  return tokens.map(({ digits }) => digits).join('');
}

/** 13 to 19 digits of a payment network, with the check digit of ISO/IEC 7812-1 annex B. */
function isCardNumber(digits: string): boolean {
  if (digits.length < MIN_LENGTH || digits.length > MAX_LENGTH || !NETWORK_PREFIX.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = 2 * digit;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
