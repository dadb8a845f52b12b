import { createHash } from 'node:crypto';

/** A key is random and long, so a plain digest gives nothing away; no salt is needed, and a look-up stays cheap. */
export function digestKey(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
