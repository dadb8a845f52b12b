import { isWholeAnswer, toPieces, withoutAddresses } from './answer-phrases';
import { readRefusal } from './answer-refusals';
import { readDigitRuns } from './read-digits';
import { type CardName, STOPPING_WORDS, toAnswerSentence, withoutAccents } from './to-answer-sentence';

/**
 * What the caller's own words say to an open question about one card:
 * `yes` and `no` plainly, `changed` when they speak of another card or correct something, otherwise `unclear`.
 */
export type Answer = 'yes' | 'no' | 'changed' | 'unclear';

export interface CardQuestion extends CardName {
  /**
   * Lower-case words that name the act in question and are harmless in a yes, such as "block", "freeze" and "lost" where
   * the question is whether to block. A word for any other act makes an answer no yes. "Stop" and "cancel" are harmless
   * only with an object, "cancel it", "stop the card"; alone they withdraw the question.
   */
  readonly actWords: readonly string[];
}

const MAX_LENGTH = 300;

/** What speech recognition writes. Anything else (brackets, quotes, look-alike letters, emoji) is no plain yes. */
const PLAIN_TEXT = /^[A-Za-z0-9 \t\r\n\u00a0.,;!'’\-–—…]*$/;

/** "Stop it blocking" is the opposite of the act, and who says "stop it, stop it" may well mean us. */
const STOPPED_ACT = /\bSTOP (it|CARD) ACT\b|\bSTOP\b.*\bSTOP\b/;

/**
 * Reads an answer deterministically: the model has no part in it, and neither has any message but the caller's own.
 *
 * @param text all that the caller said since the question, messages joined by a newline: "yes" and then "no, wait" is
 *   no. A change beats a refusal and a refusal beats a yes, wherever they stand. Every word of a yes must be known to be
 *   harmless, and more than 300 characters are no plain answer. Upper and lower case and punctuation make no difference, but for the question mark: what asks is no yes.
 */
export function readAnswer(text: string, question: CardQuestion): Answer {
  if (text.length > MAX_LENGTH) return 'unclear';
  const sentence = markAct(toAnswerSentence(text, question), question.actWords);
  const words = sentence.split(' ');
  const runs = readDigitRuns(withoutAccents(text));
  const { isChange, isRefusal, isDoubt } = readRefusal(sentence);
  if (isChange || runs.some((run) => run.length > 2 && !run.endsWith(question.lastFour))) return 'changed';
  if (isRefusal || isOnlyStop(words)) return 'no';
  const isPlain = PLAIN_TEXT.test(text) && !isDoubt && !STOPPED_ACT.test(sentence);
  return isPlain && runs.every((run) => run === question.lastFour) && isConsent(words) ? 'yes' : 'unclear';
}

function markAct(sentence: string, actWords: readonly string[]): string {
  const acts = new Set(actWords);
  const mark = (word: string) => (STOPPING_WORDS.has(word) ? 'STOP' : 'ACT');
  return sentence
    .split(' ')
    .map((word) => (acts.has(word) ? mark(word) : word))
    .join(' ');
}

/** "Stop, please" without an object. */
function isOnlyStop(words: readonly string[]): boolean {
  return words.includes('STOP') && withoutAddresses(words).every((word) => word === 'STOP' || word === 'please');
}

function isConsent(words: readonly string[]): boolean {
  const pieces = toPieces(words);
  if (pieces === undefined || pieces.at(-1) === 'open') return false;
  return pieces.includes('consent') || isWholeAnswer(words);
}
