import { OTHER_LETTER } from './fold-text';
import { type TextToken } from './spoken-digits';

/** A token with digits, in the text of one of several messages. */
export interface DigitToken {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly message: number;
  /** Whether it stands apart from the token before it: by more than one sign, a filler word, or the end of a message. */
  readonly isApart: boolean;
}

/** Digits that may belong to one number. */
export type DigitStream = readonly DigitToken[];

const FILLERS = new Set(
  'uh um umm uhh er erm hm hmm mm and then dash hyphen space comma dot point slash next followed by so like well okay ok'.split(
    ' ',
  ),
);
const MOST_FILLERS = 4;
/** Signs of money and of formulas divide numbers, and so do brackets: they hold what is masked already. */
const JOINING_GAP = /^[^$€£¥%@+=[\]\p{L}]{0,12}$/u;
const PLAIN_GAP = /^[ ./_,|-]?$/;

export function toDigitStreams(tokens: readonly TextToken[], message: number): readonly DigitStream[] {
  const streams: DigitToken[][] = [];
  let stream: DigitToken[] | undefined;
  let fillers = 0;
  let isJoined = false;
  for (const { start, end, word, digits, gap } of tokens) {
    const isPlain = PLAIN_GAP.test(gap);
    isJoined &&= isPlain || (JOINING_GAP.test(gap) && !gap.includes(OTHER_LETTER));
    if (digits === undefined) {
      fillers += 1;
      if (!FILLERS.has(word) || fillers > MOST_FILLERS) isJoined = false;
      continue;
    }
    const isApart = !isJoined || fillers > 0 || !isPlain;
    if (stream === undefined || !isJoined) streams.push((stream = []));
    stream.push({ start, end, digits, message, isApart });
    fillers = 0;
    isJoined = true;
  }
  return streams;
}

/** Whether a message says hardly more than digits, as one does that goes on with a number begun before. */
export function isHardlyMoreThanDigits(tokens: readonly TextToken[]): boolean {
  const words = tokens.filter(({ digits, word }) => digits === undefined && !FILLERS.has(word)).length;
  return words <= 2 && tokens.some(({ digits }) => digits !== undefined);
}
