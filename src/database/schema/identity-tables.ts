/** A one-time passcode that was sent, or would have been if the number were anybody's. */
interface PasscodeTable {
  readonly id: string;
  readonly phone_number: string;
  /** Null when nobody has the number: such a code proves nothing. */
  readonly customer_id: string | null;
  readonly conversation_key: string;
  readonly turn_key: string;
  readonly user_turn: number;
  readonly code_hash: string;
  /** JSON: the tool call that was refused for want of proof, to be taken up afterwards. */
  readonly resume: string | null;
  readonly sent_at: string;
  readonly expires_at: string;
  /** Set when it was used or replaced. */
  readonly ended_at: string | null;
  /** The number of the user turn that used it. */
  readonly used_in_turn: number | null;
}

/** What the words of one turn came to, so that a copy of the turn is answered alike. */
interface PasscodeAnswerTable {
  readonly passcode_id: string;
  readonly turn_key: string;
  readonly outcome: string;
  readonly tries_left: number | null;
  readonly locked_until: string | null;
  readonly answered_at: string;
}

/** A caller who proved to be a customer, within one conversation. */
interface VerificationTable {
  readonly passcode_id: string;
  readonly turn_key: string;
  readonly customer_id: string;
  readonly conversation_key: string;
  readonly user_turn: number;
  readonly verified_at: string;
  readonly expires_at: string;
}

/** Failures of one kind for one number, such as wrong passcodes. Its row is also the lock that orders them. */
interface AttemptLimitTable {
  readonly subject: string;
  /** JSON: the last failures, each with its time and with a digest of what was tried in which turn. */
  readonly failures: string;
  readonly locked_until: string | null;
}

/** Who proved to be a customer, and who failed to. */
export interface IdentityTables {
  readonly passcode: PasscodeTable;
  readonly passcode_answer: PasscodeAnswerTable;
  readonly verification: VerificationTable;
  readonly attempt_limit: AttemptLimitTable;
}
