import { type Answer, readAnswer } from '../../conversation/read-answer';
import { type PendingAction } from '../../credit-card/credit-card.types';
import { wordsOf } from '../tools/credit-card/phrase-changes';
import { asksForPerson } from './asks-for-person';
import { type TurnReading } from './read-turn';

interface PutQuestion {
  readonly pendingAction: PendingAction;
  /** The user turn that it was put to. */
  readonly askedTurn: number;
  /** The last turn that counts as a part of the answer; the latest one when absent. */
  readonly answeredTurn?: number;
}

/**
 * What the caller has said to a question since it was put. Whoever asks for a person gets one, and not the question
 * once more. A yes answers nothing when the history shows no words of the assistant after the question: the platform
 * cut it off, and the caller meant something else.
 */
export function readReply(
  { userTexts, skippedUserTurns, heardTurns }: Pick<TurnReading, 'userTexts' | 'skippedUserTurns' | 'heardTurns'>,
  { pendingAction, askedTurn, answeredTurn = skippedUserTurns + userTexts.length }: PutQuestion,
): Answer {
  const { lastFour, network } = pendingAction.card;
  const toIndex = (turn: number): number => Math.max(0, turn - skippedUserTurns);
  const words = userTexts.slice(toIndex(askedTurn), toIndex(answeredTurn)).join('\n');
  const answer = readAnswer(words, { lastFour, network, actWords: wordsOf(pendingAction.operation) });
  if (answer === 'unclear' && asksForPerson(words)) return 'changed';
  return answer === 'yes' && heardTurns < askedTurn ? 'unclear' : answer;
}
