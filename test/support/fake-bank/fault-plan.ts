import { createHash } from 'node:crypto';

/** What goes wrong with one copy of an action. */
export type BankFault =
  /** The connection breaks before anything has happened. */
  | { readonly type: 'lost-request' }
  /** It has taken effect, but the connection breaks instead of a reply. */
  | { readonly type: 'lost-reply' }
  /** It has taken effect, but the answer is 503. */
  | { readonly type: 'spoilt-reply' }
  /** A second copy arrives later, when newer actions may have taken effect. */
  | { readonly type: 'duplicate'; readonly delayMs: number }
  /** It reaches the bank late, so that a copy which was sent afterwards may overtake it. */
  | { readonly type: 'late'; readonly delayMs: number }
  /** The bank works on it for long; other copies are told that it is in flight. */
  | { readonly type: 'slow'; readonly delayMs: number };

interface FaultPlanOptions {
  readonly seed: string;
  /** 0..1: the share of copies with which something goes wrong. */
  readonly rate: number;
  readonly longestDelayMs: number;
}

const TYPES = ['lost-request', 'lost-reply', 'spoilt-reply', 'duplicate', 'late', 'slow'] as const;

/** Decides by the seed, the key and the number of the copy alone, so that neither load nor time change a run. */
export class FaultPlan {
  constructor(private readonly options: FaultPlanOptions) {}

  /** @param copy 1 for the first request with that key. */
  choose(key: string, copy: number): BankFault | undefined {
    const { seed, rate, longestDelayMs } = this.options;
    const dice = createHash('sha256').update(`${seed}/${key}/${copy}`).digest();
    if (dice.readUInt32LE(0) / 2 ** 32 >= rate) return undefined;
    const type = TYPES[dice.readUInt32LE(4) % TYPES.length] ?? 'lost-request';
    const delayMs = Math.round((longestDelayMs * dice.readUInt32LE(8)) / 2 ** 32);
    return type === 'duplicate' || type === 'late' || type === 'slow' ? { type, delayMs } : { type };
  }
}
