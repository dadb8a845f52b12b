import { setTimeout as sleep } from 'node:timers/promises';
import { hasSqlState, LOCK_TIMEOUT } from '../database/has-sql-state';

export interface Patience {
  /** 1 or more. */
  readonly tries: number;
  readonly pauseMs: number;
}

/**
 * Does work again that another's lock kept from being done.
 *
 * @param work one transaction.
 * @throws the last DatabaseError when the tries are used up; every other error at once.
 */
export async function retryWhileLocked<T>(work: () => Promise<T>, { tries, pauseMs }: Patience): Promise<T> {
  for (let triesLeft = tries - 1; ; triesLeft -= 1) {
    try {
      return await work();
    } catch (error) {
      if (!hasSqlState(error, LOCK_TIMEOUT) || triesLeft === 0) throw error;
    }
    await sleep(pauseMs);
  }
}
