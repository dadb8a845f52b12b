import { type CallContext } from '../common/call-context';
import { ANSWER_LIFETIME_MS, later } from './time-limits';

export interface StoredPasscode {
  readonly id: string;
  readonly codeHash: string;
  /** Whom the code proves the caller to be; absent when nobody has the number, or no longer the same customer. */
  readonly customerId: string | undefined;
  /** JSON text. */
  readonly resume: string | undefined;
  readonly expiresAt: Date;
  /** Whether it was used or replaced. */
  readonly ended: boolean;
  /** The number of the user turn that used it. */
  readonly usedInTurn: number | undefined;
  /** What the present turn, sent before in the same words, came to. */
  readonly answer: StoredAnswer | undefined;
}

export type StoredAnswer = { readonly answeredAt: Date } & Answer;

export type Answer =
  | { readonly outcome: 'verified' }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  | { readonly outcome: 'locked'; readonly lockedUntil: Date };

/** `answered` by a copy of this very turn; `open` for its digits; `expired`; or `ended`, and nothing to this turn. */
export type PasscodeState = 'answered' | 'open' | 'expired' | 'ended';

/**
 * A code is used in one turn. A voice platform may send that turn more than once, with the transcript corrected each
 * time, so the same turn in other words may still give the code; its wrong digits count as tries.
 */
export function readPasscodeState(
  passcode: StoredPasscode,
  { context, now }: { readonly context: CallContext; readonly now: Date },
): PasscodeState {
  const { answer } = passcode;
  if (answer !== undefined && later(answer.answeredAt, ANSWER_LIFETIME_MS) > now) return 'answered';
  if (passcode.ended && passcode.usedInTurn !== context.userTurn) return 'ended';
  return passcode.expiresAt > now ? 'open' : 'expired';
}
