import { randomInt } from 'node:crypto';

/** What all parts of one reply share. */
export interface ReplyIdentity {
  /** `chatcmpl-` and 29 alphanumerics. */
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const ID_LENGTH = 29;

export function makeReplyIdentity(now: Date): ReplyIdentity {
  const characters = Array.from({ length: ID_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return { id: `chatcmpl-${characters.join('')}`, created: Math.floor(now.getTime() / 1000) };
}
