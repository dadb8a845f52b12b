import { randomInt } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const RANDOM_LENGTH = 23;
/** Says that something was kept beside the call, so that no other history costs a query. */
const KEPT = 'call_1';
const PLAIN = 'call_0';

/** `call_` and 24 alphanumerics, as OpenAI's own: nobody can guess one that was given to somebody else. */
export function makeClientCallId({ hasKept }: { readonly hasKept: boolean }): string {
  const characters = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length)));
  return (hasKept ? KEPT : PLAIN) + characters.join('');
}

/** Whether calls of the server's tools may have been kept under this id. Others make ids too, so nothing is certain. */
export function mayHaveKept(callId: string): boolean {
  return callId.startsWith(KEPT) && callId.length === KEPT.length + RANDOM_LENGTH;
}
