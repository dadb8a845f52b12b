import { type CallContext } from '../common/call-context';
import { type JsonValue } from '../common/json';
import { type PhoneNumber } from '../common/phone-number';

export interface PasscodeRequest {
  readonly context: CallContext;
  /** What was refused for want of proof, such as `{ tool, input }`: given back when the caller has proved it. */
  readonly resume?: JsonValue;
}

/** Says the same whether or not anybody has the number: for a number that nobody has, nothing is sent. */
export type RequestPasscodeOutcome =
  | {
      readonly status: 'sent';
      /** `********90`: the number that it went to. */
      readonly maskedNumber: string;
      readonly expiresAt: Date;
      /** This turn had asked already: the code of then still holds, and nothing was sent again. */
      readonly repeated: boolean;
    }
  /** Too soon after the last code, or too many of them. */
  | {
      readonly status: 'resend_limited';
      /** From then on a code can be sent. */
      readonly retryAt: Date;
      /** Whether a code that was sent before in this conversation can still be used. */
      readonly earlierCodeOpen: boolean;
    }
  /** Too many wrong codes were given for this number, in whatever conversation. */
  | { readonly status: 'locked'; readonly until: Date }
  /** The caller has given no number yet. */
  | { readonly status: 'no_number' };

/** A code that the caller's present words may answer. */
export interface OpenPasscode {
  /**
   * `open`: give the caller's six digits to `checkPasscode`; also told when this very turn was answered before, so
   * that its copy is answered alike. `expired`: no digits can match any more; offer a new code.
   */
  readonly status: 'open' | 'expired';
  readonly maskedNumber: string;
  readonly expiresAt: Date;
}

export interface PasscodeCheck {
  readonly context: CallContext;
  /** Six digits; anything else is a wrong code. */
  readonly code: string;
}

export type CheckPasscodeOutcome =
  | {
      readonly status: 'verified';
      /** The given context with the level `verified`. */
      readonly context: CallContext;
      /** What was given to the request for this code. */
      readonly resume?: JsonValue;
      /** This turn, in these or other words, had proved it already. */
      readonly repeated: boolean;
    }
  | {
      readonly status: 'wrong';
      /** 1 to 4, over all codes of the number. */
      readonly triesLeft: number;
    }
  /** This was the fifth wrong code, or the number was locked before; then even the right code is not looked at. */
  | { readonly status: 'locked'; readonly until: Date }
  | { readonly status: 'expired' }
  /** No code of an earlier turn of this conversation waits: none was sent, or it was used by another turn. */
  | { readonly status: 'none' };

/** What besides passcodes is limited: the last four digits of a card, in place of a caller's own number. */
export type GuessKind = 'last-four';

export interface Guess {
  /** With the number that the guess is for; a context without a number is always admitted, as nothing can match. */
  readonly context: CallContext;
  readonly kind: GuessKind;
  /** What is guessed. The same guess in the same turn counts once, however often the turn is sent. */
  readonly guess: string;
}

export type GuessAdmission =
  /** `triesLeft` is what is left when this guess turns out wrong; 0 means that it was the last. */
  { readonly status: 'admitted'; readonly triesLeft: number } | { readonly status: 'locked'; readonly until: Date };

/** A request or a check of a caller who has a number, at one moment. */
export interface Moment {
  readonly context: CallContext;
  readonly phoneNumber: PhoneNumber;
  readonly now: Date;
}
