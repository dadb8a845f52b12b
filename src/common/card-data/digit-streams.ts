import { LOOSE_WORDS, PLAIN_FILLERS } from './filler-words';
import { OTHER_LETTER } from './fold-text';
import { COUNTS, type TextToken } from './spoken-digits';

/** A token with digits, in the text of one of several messages. */
export interface DigitToken {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  readonly message: number;
  /** Whether it stands apart from the token before it: by more than one sign, a filler word, or the end of a message. */
  readonly isApart: boolean;
  /** Whether so much stands between that only a number which is beyond doubt goes on here. */
  readonly isLoose: boolean;
}

/** Digits that may belong to one number. */
export type DigitStream = readonly DigitToken[];

const MOST_FILLERS = 4;
const MOST_LOOSE_WORDS = 6;
/** Words besides digits and fillers of a message that is hardly more than digits. */
const MOST_OTHER_WORDS = 2;
/** Signs of money and of formulas divide numbers, and so do brackets: they hold what is masked already. */
const JOINING_GAP = /^[^$€£¥%@+=[\]\p{L}]{0,12}$/u;
/** A plus sign between digits is a space of an encoded form; before digits it begins a telephone number. */
const LOOSE_GAP = /^(?:\+|[^$€£¥%@+\p{L}]{0,12})$/u;
const PLAIN_GAP = /^[ ./_,|-]?$/;

/** How digits are joined to those before them. */
export type Joint = 'plain' | 'apart' | 'loose' | 'none';

export function toDigitStreams(tokens: readonly TextToken[], message: number): readonly DigitStream[] {
  const streams: DigitToken[][] = [];
  let stream: DigitToken[] = [];
  let between = new Between();
  for (const [index, token] of tokens.entries()) {
    if (isAfterMaskedNumber(tokens, index)) between.divide();
    between.add(token);
    if (token.digits === undefined) continue;
    const joint = stream.length === 0 ? 'none' : between.join();
    if (joint === 'none') streams.push((stream = []));
    const { start, end, digits } = token;
    stream.push({ start, end, digits, message, isApart: joint !== 'plain', isLoose: joint === 'loose' });
    between = new Between();
  }
  return streams;
}

/** What stands between two tokens with digits. */
class Between {
  private words = 0;
  private isPlain = true;
  private isJoined = true;
  private isLooselyJoined = true;

  add({ word, digits, gap }: TextToken): void {
    if (!PLAIN_GAP.test(gap)) this.addGap(gap);
    if (digits !== undefined) return;
    this.words += 1;
    this.isPlain = false;
    this.isJoined &&= PLAIN_FILLERS.has(word);
    this.isLooselyJoined &&= LOOSE_WORDS.has(word) || PLAIN_FILLERS.has(word);
  }

  divide(): void {
    this.isJoined = false;
    this.isLooselyJoined = false;
  }

  join(): Joint {
    if (this.isJoined && this.words <= MOST_FILLERS) return this.isPlain ? 'plain' : 'apart';
    return this.isLooselyJoined && this.words <= MOST_LOOSE_WORDS ? 'loose' : 'none';
  }

  private addGap(gap: string): void {
    this.isPlain = false;
    this.isJoined &&= JOINING_GAP.test(gap) && !gap.includes(OTHER_LETTER);
    this.isLooselyJoined &&= LOOSE_GAP.test(gap) && !gap.includes(OTHER_LETTER);
  }
}

/** "[card ending in 4242]": nothing goes on after the digits that a mask shows. */
function isAfterMaskedNumber(tokens: readonly TextToken[], index: number): boolean {
  if (tokens[index]?.gap.startsWith(']') !== true) return false;
  return tokens[index - 2]?.word === 'in' && tokens[index - 3]?.word === 'ending';
}

/** How a message goes on with the number that the one before it began: hardly more than digits, or digits at first. */
export function readContinuation(tokens: readonly TextToken[]): Joint {
  const first = tokens.findIndex(({ digits }) => digits !== undefined);
  if (first < 0) return 'none';
  const others = tokens.filter(({ digits, word }) => digits === undefined && !PLAIN_FILLERS.has(word));
  if (others.filter(({ word }) => !COUNTS.has(word)).length <= MOST_OTHER_WORDS) return 'apart';
  return areLoose(tokens.slice(0, first)) ? 'loose' : 'none';
}

/** Words that say nothing more than that a number goes on. */
export function areLoose(tokens: readonly TextToken[]): boolean {
  const isLoose = ({ word }: TextToken): boolean => PLAIN_FILLERS.has(word) || LOOSE_WORDS.has(word);
  return tokens.length <= MOST_LOOSE_WORDS && tokens.every(isLoose);
}
