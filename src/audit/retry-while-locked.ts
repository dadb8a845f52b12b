import { setTimeout as sleep } from 'node:timers/promises';
import { isLockTimeout } from '../database/is-lock-timeout';

export interface Patience {
  /** 1 or more. */
  readonly tries: number;
  readonly pauseMs: number;
}

/**
 * Does work again that another's lock kept from being done.
 *
 * @throws the last DatabaseError when the tries are used up; every other error at once.
 */
export async function retryWhileLocked<T>(work: () => Promise<T>, { tries, pauseMs }: Patience): Promise<T> {
  for (let triesLeft = tries - 1; ; triesLeft -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!isLockTimeout(error) || triesLeft === 0) throw error;
    }
    await sleep(pauseMs);
  }
}
