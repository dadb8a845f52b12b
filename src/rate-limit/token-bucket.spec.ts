import { type BucketLevel, hasRoom, takenAt } from './token-bucket';

const SIZE = { limit: 60, periodMs: 60_000 };

describe(takenAt.name, () => {
  it.each<[string, { readonly level: BucketLevel | undefined; readonly nowMs: number; readonly taken: number }]>([
    ['nothing from a bucket that nobody used', { level: undefined, nowMs: 5_000, taken: 0 }],
    ['all of it at once', { level: { taken: 60, atMs: 0 }, nowMs: 0, taken: 60 }],
    ['a unit less after its part of the period', { level: { taken: 60, atMs: 0 }, nowMs: 1_000, taken: 59 }],
    ['half a unit less after half of that', { level: { taken: 60, atMs: 0 }, nowMs: 500, taken: 59.5 }],
    ['nothing after the period', { level: { taken: 60, atMs: 0 }, nowMs: 60_000, taken: 0 }],
    ['and no less than nothing', { level: { taken: 1, atMs: 0 }, nowMs: 60_000, taken: 0 }],
    ['more than it holds for longer than the period', { level: { taken: 90, atMs: 0 }, nowMs: 60_000, taken: 30 }],
    ['what it was when the clock is set back', { level: { taken: 10, atMs: 5_000 }, nowMs: 0, taken: 10 }],
  ])('should find missing %s', (_what, { level, nowMs, taken }) => {
    expect(takenAt(nowMs, level, SIZE)).toBe(taken);
  });
});

describe(hasRoom.name, () => {
  it.each([
    [{ taken: 59, cost: 1, limit: 60 }, true],
    [{ taken: 60, cost: 1, limit: 60 }, false],
    [{ taken: 59.5, cost: 1, limit: 60 }, false],
    [{ taken: 0, cost: 60, limit: 60 }, true],
    // A sum of fractions may be off by a little.
    [{ taken: 59.000_000_1, cost: 1, limit: 60 }, true],
    [{ taken: 1_000_000, cost: 1_000_000, limit: 0 }, true],
  ])('should say of %j: %s', ({ taken, cost, limit }, room) => {
    expect(hasRoom(taken, cost, limit)).toBe(room);
  });
});
