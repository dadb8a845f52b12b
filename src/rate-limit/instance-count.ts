/** About a minute. */
const REMEMBERED = 12;

/**
 * How many instances there are, as Redis tells every few seconds. The highest count of the last minute stands, since
 * those that come back after an outage are not there all at once.
 */
export class InstanceCount {
  private readonly counts: number[];

  /** @param assumed until Redis has told often enough. */
  constructor(assumed: number) {
    this.counts = [assumed];
  }

  get highest(): number {
    return Math.max(...this.counts);
  }

  note(count: number): void {
    this.counts.push(count);
    if (this.counts.length > REMEMBERED) this.counts.shift();
  }
}
