const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const PASSCODE_LIFETIME_MS = 5 * MINUTE_MS;
export const VERIFICATION_LIFETIME_MS = 30 * MINUTE_MS;
/** What a turn came to is told to its copies this long; later the same words are another call. */
export const ANSWER_LIFETIME_MS = 30 * MINUTE_MS;

export const MAX_TRIES = 5;
/** Wrong tries count for this long, and lock for this long. */
export const TRY_WINDOW_MS = 30 * MINUTE_MS;
export const LOCK_MS = 30 * MINUTE_MS;

export const MAX_CODES = 3;
export const CODES_WINDOW_MS = 15 * MINUTE_MS;
export const RESEND_PAUSE_MS = 20 * SECOND_MS;

export function later(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() + milliseconds);
}

export function earlier(moment: Date, milliseconds: number): Date {
  return new Date(moment.getTime() - milliseconds);
}
