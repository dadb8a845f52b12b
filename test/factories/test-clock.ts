import { Clock } from '../../src/common/clock';

/** Stands still until it is moved. */
export class TestClock extends Clock {
  private timeMs = Date.parse('2026-11-23T09:00:00.000Z');

  override now(): Date {
    return new Date(this.timeMs);
  }

  advance(milliseconds: number): void {
    this.timeMs += milliseconds;
  }
}
