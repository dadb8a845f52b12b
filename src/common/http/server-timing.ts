import { type TurnClock } from '../turn-clock';

/**
 * Where the time of a reply went, in the form of a `Server-Timing` header, for example
 * `queue;dur=0.61, auth;dur=0.05, model;dur=412.50, own;dur=3.24`: milliseconds, and only what was measured.
 */
export function toServerTiming(clock: TurnClock): string {
  const totalMs = clock.elapsedMs();
  const spentMs = [...clock.shares.values()].reduce((sum, ms) => sum + ms, 0);
  // Shares can overlap, and then there is less than nothing left.
  const ownMs = Math.max(0, totalMs - spentMs);
  return [...clock.shares, ['own', ownMs] as const].map(([name, ms]) => `${name};dur=${ms.toFixed(2)}`).join(', ');
}
