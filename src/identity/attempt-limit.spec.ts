import fc from 'fast-check';
import { addFailure, type AttemptLimit, removeFailure, standingOf } from './attempt-limit';

const START = Date.parse('2026-11-24T09:00:00.000Z');
const MINUTE_MS = 60_000;
const NONE: AttemptLimit = { failures: [], lockedUntil: undefined };

function at(minutes: number): Date {
  return new Date(START + minutes * MINUTE_MS);
}

/** Failures with keys of their own at the given minutes. */
function failAt(minutes: readonly number[], limit = NONE): AttemptLimit {
  return minutes.reduce(
    (before, minute, index) => addFailure(before, { key: `${minute}/${index}`, now: at(minute) }),
    limit,
  );
}

describe(standingOf.name, () => {
  it.each<[readonly number[], number, ReturnType<typeof standingOf>]>([
    [[], 0, { status: 'open', triesLeft: 5 }],
    [[0], 0, { status: 'open', triesLeft: 4 }],
    [[0, 1, 2, 3], 4, { status: 'open', triesLeft: 1 }],
    [[0, 1, 2, 3], 29.999, { status: 'open', triesLeft: 1 }],
    [[0, 1, 2, 3], 30, { status: 'open', triesLeft: 2 }],
    [[0, 1, 2, 3], 33, { status: 'open', triesLeft: 5 }],
    [[0, 1, 2, 3, 4], 4, { status: 'locked', until: at(34) }],
    [[0, 1, 2, 3, 4], 33.999, { status: 'locked', until: at(34) }],
    [[0, 1, 2, 3, 4], 34, { status: 'open', triesLeft: 5 }],
    // The window slides: five failures within any thirty minutes lock, wherever they began to count.
    [[0, 27, 28, 29, 30, 31], 31, { status: 'locked', until: at(61) }],
    [[0, 27, 28, 29, 30], 30, { status: 'open', triesLeft: 1 }],
    // What comes while it is locked neither counts nor makes the lock longer.
    [[0, 0, 0, 0, 0, 20], 29, { status: 'locked', until: at(30) }],
    [[0, 0, 0, 0, 0, 20, 30], 30, { status: 'open', triesLeft: 4 }],
  ])('should, after failures at the minutes %j, say at minute %d: %j', (minutes, minute, expected) => {
    expect(standingOf(failAt(minutes), at(minute))).toEqual(expected);
  });

  it('should never let more than five different tries through in thirty minutes', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 20 * MINUTE_MS }), { maxLength: 60 }), (pauses) => {
        let limit = NONE;
        let now = START;
        const looked: number[] = [];
        for (const [index, pause] of pauses.entries()) {
          now += pause;
          if (standingOf(limit, new Date(now)).status === 'locked') continue;
          looked.push(now);
          limit = addFailure(limit, { key: String(index), now: new Date(now) });
          const recent = looked.filter((time) => time > now - 30 * MINUTE_MS);
          expect(recent.length).toBeLessThanOrEqual(5);
        }
      }),
    );
  });
});

describe(addFailure.name, () => {
  it('should count one try once, however often it is told', () => {
    const key = 'the same';
    const limit = [0, 1, 2, 3, 4, 5].reduce((before, minute) => addFailure(before, { key, now: at(minute) }), NONE);
    expect(standingOf(limit, at(5))).toEqual({ status: 'open', triesLeft: 4 });
  });

  it('should remember no more than it needs', () => {
    const limit = failAt(Array.from({ length: 100 }, (_, index) => index * 10));
    expect(limit.failures.length).toBeLessThanOrEqual(5);
  });
});

describe(removeFailure.name, () => {
  it('should take the failure back, and the lock that it caused', () => {
    const locked = addFailure(failAt([0, 1, 2, 3]), { key: 'right after all', now: at(4) });
    expect(standingOf(locked, at(4)).status).toBe('locked');
    expect(standingOf(removeFailure(locked, 'right after all'), at(4))).toEqual({ status: 'open', triesLeft: 1 });
  });

  it('should leave a lock that others caused', () => {
    const locked = failAt([0, 1, 2, 3, 4]);
    expect(removeFailure(locked, 'unheard of')).toBe(locked);
  });
});
