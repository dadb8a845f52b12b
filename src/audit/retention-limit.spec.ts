import { retentionLimit } from './retention-limit';

describe(retentionLimit.name, () => {
  it.each([
    ['2026-11-24T10:00:00.000Z', 18, '2025-05-24T10:00:00.000Z'],
    ['2026-03-01T00:00:00.000Z', 18, '2024-09-01T00:00:00.000Z'],
    ['2026-08-31T23:59:59.999Z', 18, '2025-02-28T23:59:59.999Z'],
    ['2025-08-29T12:00:00.000Z', 18, '2024-02-29T12:00:00.000Z'],
    ['2026-05-31T12:00:00.000Z', 18, '2024-11-30T12:00:00.000Z'],
    ['2026-11-24T10:00:00.000Z', 240, '2006-11-24T10:00:00.000Z'],
  ])('should be, at %s and for %d months, %s', (now, months, limit) => {
    expect(retentionLimit(new Date(now), months).toISOString()).toBe(limit);
  });

  it('should leave the given time as it is', () => {
    const now = new Date('2026-11-24T10:00:00.000Z');
    retentionLimit(now, 18);
    expect(now.toISOString()).toBe('2026-11-24T10:00:00.000Z');
  });
});
