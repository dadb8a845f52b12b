import { STOPPING_WORDS } from './to-answer-sentence';

/** Any of these makes it no yes, whatever else is said: withdrawing is always the safe reading. */
const REFUSALS: ReadonlySet<string> = new Set(
  (
    'no nope nah naw nay not dont doesnt didnt isnt arent wasnt aint wont cant cannot couldnt shouldnt wouldnt havent hasnt ' +
    'mustnt neednt never nevermind negative none nothing without wait hold hang pause forget leave keep skip undo abort ' +
    'quit refuse decline disagree later'
  ).split(' '),
);
const REFUSING_PHRASES = toPattern([
  /changed my mind/,
  /rather not/,
  /second thoughts?/,
  /let me (think|check|see)/,
  /think about it/,
  /scratch that/,
  /take it back/,
  /(a|DIGITS) (second|sec|moment|minute)(?! (ago|card|one)\b)/,
]);
const POLITE_PHRASES = /\bno (problem|worries)\b/g;

/** A negation that refuses nothing: the caller did not hear, does not know, asks, or tells what happened to the card. */
const DOUBTS = toPattern([
  /(do not|dont|did not|didnt|can not|cannot|cant|could not|couldnt) (really |quite )?(know|understand|hear|catch)/,
  /(do not|dont|did not|didnt|can not|cannot|cant|could not|couldnt) (follow|remember|get (that|it|you|what))/,
  /(do not|dont|did not|didnt|can not|cannot|cant|could not|couldnt) (find|have|recogni[sz]e|make|buy|authori[sz]e|lose)/,
  /not (really |quite |so |too |very |entirely |completely )?(sure|certain)/,
  /no (idea|clue)/,
  /why (not|dont|cant)/,
  /or (a )?not?/,
  /uh uh/,
  /if (i|we|you) (say |said )?(no|not|dont|do not)/,
  /^(dont|cant|couldnt|wont) (you|we)/,
  /^(cant|couldnt) i/,
  /^(isnt|doesnt|wont) (that|it|this)/,
]);

/** Any of these speaks of another card, or corrects what was asked. */
const CHANGES: ReadonlySet<string> = new Set(
  (
    'OTHER other others another different wrong incorrect mistaken mistake instead rather both neither either second third ' +
    'meant switch swap'
  ).split(' '),
);

/** Not the card in question, or not that one alone. */
const OTHER_CARD = /\b(not CARD|CARD and CARD)\b/;
/** An act on the card that is not the one in question; without the card, these words withdraw the question. */
const OTHER_ACT = /\b(stop|cancel) (CARD|card)\b/;

export interface RefusalReading {
  readonly isChange: boolean;
  readonly isRefusal: boolean;
  /** The caller asks, did not hear or does not know: neither a refusal nor consent, whatever stands beside it. */
  readonly isDoubt: boolean;
}

/**
 * @param sentence as `toAnswerSentence` gives it, with ACT and STOP for the words of the act in question, so that
 *   "cancel" and "stop" are found only where they name another act or none.
 */
export function readRefusal(sentence: string): RefusalReading {
  const refusing = sentence.replace(REFUSING_PHRASES, 'no');
  const remaining = refusing.replace(DOUBTS, ' ');
  const words = remaining.replace(POLITE_PHRASES, ' ').split(' ');
  return {
    isChange: words.some((word) => CHANGES.has(word)) || OTHER_CARD.test(remaining) || OTHER_ACT.test(remaining),
    isRefusal: words.some((word) => REFUSALS.has(word) || STOPPING_WORDS.has(word)),
    isDoubt: remaining !== refusing,
  };
}

/** One pattern for whole words, wherever one of the others fits. */
function toPattern(phrases: readonly RegExp[]): RegExp {
  return new RegExp(`\\b(?:${phrases.map(({ source }) => source).join('|')})\\b`, 'g');
}
