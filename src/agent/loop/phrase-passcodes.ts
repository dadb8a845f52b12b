import { HANDOVER } from '../tools/transfer-to-human.tool';

/** The exact sentences about passcodes that the caller reads out. None tells a digit of one. */

export function phraseVerified(): string {
  return 'Thank you, now I know that it is you. What can I do for you?';
}

/** What the caller was refused before could not be done now either, and not for want of a proof. */
export function phraseNotTakenUp(): string {
  return 'Thank you, now I know that it is you. But what you asked for did not work just now: please ask me again.';
}

export function phraseWrongPasscode(triesLeft: number): string {
  const warning = triesLeft === 1 ? ' You have one try left.' : '';
  return `That code is not right.${warning} Please read me the six digits again.`;
}

export function phraseLockedPasscode(): string {
  return `For your safety I cannot check codes for this number at the moment. ${HANDOVER}`;
}

export function phraseExpiredPasscode(): string {
  return 'That code is no longer valid. Shall I send you a new code?';
}

export function phraseShortPasscode(): string {
  return 'The code has six digits. Please read it to me again, digit by digit.';
}

export function phraseAmbiguousPasscode(): string {
  return 'I heard more than one code. Please read me the six digits once more.';
}
