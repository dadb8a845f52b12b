import { type CallContext } from '../common/call-context';
import { type QuestionStanding, type SettledQuestion } from './credit-card.outcomes';
import { type StoredQuestion } from './persistence/question.repository';

/** A proposal that was replaced, or that nobody heard of, was taken back without an answer. */
export function toSettled(question: StoredQuestion): SettledQuestion | undefined {
  const { pendingAction, askedTurn, confirmedBy, withdrawnByKey } = question;
  const isConfirmed = confirmedBy !== undefined;
  const answeredTurn = confirmedBy?.userTurn ?? question.answeredTurn;
  if (answeredTurn <= askedTurn || (!isConfirmed && withdrawnByKey === undefined)) return undefined;
  return { pendingAction, askedTurn, answeredTurn, isConfirmed };
}

/**
 * A question that an earlier turn answered too late: that yes must not be read again together with what is said now, or
 * a caller who asks once more would be told for ever that it came too late.
 */
export function isOver(
  { pendingAction, askedTurn, answeredTurn, confirmedBy, withdrawnByKey }: StoredQuestion,
  { userTurn }: CallContext,
  now: Date,
): boolean {
  const hasEnd = confirmedBy !== undefined || withdrawnByKey !== undefined;
  return !hasEnd && pendingAction.expiresAt <= now && answeredTurn > askedTurn && answeredTurn < userTurn;
}

/** Where the question stands for the caller who says what this turn says. */
export function toStanding(
  { pendingAction, confirmedBy, withdrawnByKey, askedTurn, timesAsked }: StoredQuestion,
  { turnKey, userTurn }: CallContext,
  heardTurns: number,
): QuestionStanding | undefined {
  if (confirmedBy !== undefined) {
    const isUnheard = confirmedBy.userTurn > heardTurns && confirmedBy.userTurn >= userTurn - 1;
    return confirmedBy.turnKey === turnKey || isUnheard ? { status: 'confirmed', pendingAction } : undefined;
  }
  if (withdrawnByKey !== undefined) {
    return withdrawnByKey === turnKey ? { status: 'withdrawn', pendingAction, askedTurn } : undefined;
  }
  return { status: 'open', pendingAction, askedTurn, misses: timesAsked - 1 };
}
