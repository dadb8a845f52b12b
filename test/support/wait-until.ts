import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 20;
const GIVE_UP_AFTER_MS = 45_000;

/** Resolves once the condition holds; gives up when it does not for far longer than any test should take. */
export async function waitUntil(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = performance.now() + GIVE_UP_AFTER_MS;
  while (!(await condition())) {
    if (performance.now() > deadlineMs) throw new Error(`It did not come true: ${condition.toString()}`);
    await sleep(LOOK_EVERY_MS);
  }
}
