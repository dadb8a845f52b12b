import { type Answer, readAnswer } from '../../conversation/read-answer';
import { type PendingAction } from '../../credit-card/credit-card.types';
import { phraseQuestion, phraseSuperseded, wordsOf } from '../tools/credit-card/phrase-changes';
import { asksForPerson } from './asks-for-person';
import { endsWithQuestion } from './ends-with-question';
import { type TurnReading } from './read-turn';

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
  const heardLast = heardTurns >= askedTurn && isHeardLast(lastAnswer, phraseQuestion(pendingAction));
  return answer === 'yes' && !heardLast ? 'unclear' : answer;
}

/** Of several answers at once all but one are told that another has replaced them; the question stays what they answered. */
function isHeardLast(heard: string, question: string): boolean {
  return heard.trim() === phraseSuperseded() || endsWithQuestion(heard, question);
}
