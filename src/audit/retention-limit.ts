/**
 * The moment before which entries may be removed: so many months before now, in UTC, on the same day of the month or on
 * the last one where the month is shorter. Never later, so that nothing is removed too soon.
 */
export function retentionLimit(now: Date, months: number): Date {
  const limit = new Date(now);
  limit.setUTCMonth(now.getUTCMonth() - months);
  // The 31st of a month that has none rolls over into the next one.
  if (limit.getUTCDate() !== now.getUTCDate()) limit.setUTCDate(0);
  return limit;
}
