import { createHash } from 'node:crypto';

/** Names a text that may hold anything, a card number included, without keeping it. */
export function digestText(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
