import { once } from 'node:events';

/** Permits to go on, one step each, given before or after they are asked for. */
export class Steps {
  private allowed = 0;
  private readonly given = new EventTarget();

  allow(): void {
    this.allowed += 1;
    this.given.dispatchEvent(new Event('step'));
  }

  /** @throws when the signal is aborted first. */
  async next(signal: AbortSignal): Promise<void> {
    while (this.allowed === 0) await once(this.given, 'step', { signal });
    this.allowed -= 1;
  }
}
