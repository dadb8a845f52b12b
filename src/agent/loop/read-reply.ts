import { type Answer, readAnswer } from '../../conversation/read-answer';
import { type PendingAction } from '../../credit-card/credit-card.types';
import { phraseQuestion, phraseSuperseded, wordsOf } from '../tools/credit-card/phrase-changes';
import { asksForPerson } from './asks-for-person';
import { type TurnReading } from './read-turn';

/** From the end of what was heard: the length of a short sentence. */
const WORDS_COMPARED = 12;
const SHARE_IN_COMMON = 0.6;

type HeardTurns = Pick<TurnReading, 'userTexts' | 'skippedUserTurns' | 'heardTurns' | 'lastAnswer'>;

interface PutQuestion {
  readonly pendingAction: PendingAction;
  /** The user turn that it was put to. */
  readonly askedTurn: number;
  /** The last turn that counts as a part of the answer; the latest one when absent. */
  readonly answeredTurn?: number;
}

/**
 * What the caller has said to a question since it was put. Whoever asks for a person gets one, and not the question
 * once more. A yes answers the question only when the caller heard it last: when the platform cut it off, or something else
 * was asked since, be it by the model or by the platform ("are you still there?"), the caller meant that.
 */
export function readReply(
  { userTexts, skippedUserTurns, heardTurns, lastAnswer }: HeardTurns,
  { pendingAction, askedTurn, answeredTurn = skippedUserTurns + userTexts.length }: PutQuestion,
): Answer {
  const { lastFour, network } = pendingAction.card;
  const toIndex = (turn: number): number => Math.max(0, turn - skippedUserTurns);
  const words = userTexts.slice(toIndex(askedTurn), toIndex(answeredTurn)).join('\n');
  const answer = readAnswer(words, { lastFour, network, actWords: wordsOf(pendingAction.operation) });
  if (answer === 'unclear' && asksForPerson(words)) return 'changed';
  const heardLast = heardTurns >= askedTurn && endsWithQuestion(lastAnswer, phraseQuestion(pendingAction));
  return answer === 'yes' && !heardLast ? 'unclear' : answer;
}

/**
 * Whether what was heard last is the question, or as much of it as was heard before the caller spoke. Platforms tell it
 * as they spoke it, so a part of the words may differ, and digits are written in many ways.
 */
function endsWithQuestion(heard: string, question: string): boolean {
  // Of several answers at once all but one are told so; the question stays the one that they answered.
  if (heard.trim() === phraseSuperseded()) return true;
  const words = toWords(heard).slice(-WORDS_COMPARED);
  const asked = new Set(toWords(question));
  const known = words.filter((word) => asked.has(word)).length;
  return known > 0 && known >= words.length * SHARE_IN_COMMON;
}

function toWords(text: string): readonly string[] {
  return text.toLowerCase().match(/\p{L}+/gu) ?? [];
}
