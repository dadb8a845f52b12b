import { setMaxListeners } from 'node:events';
import { type AgentEvent } from '../../agent/agent-event';

/** The caller has said something else meanwhile, and is answered that. */
export class TurnReplacedError extends Error {
  constructor() {
    super('The caller has said something else meanwhile.');
  }
}

/** Far more copies of one turn than a platform sends; above it Node warns of a leak. */
const MOST_LISTENERS = 100;

/**
 * One answer to one turn of a call, for all requests that ask for it: those that come later hear it from its beginning.
 * It ends at once when nobody listens any more.
 */
export class TurnRun {
  private readonly events: AgentEvent[] = [];
  private readonly controller = new AbortController();
  private readonly changes = new EventTarget();
  private listeners = 0;
  private isReplaced = false;
  private end: { readonly error?: Error } | undefined;

  constructor(answer: (signal: AbortSignal) => AsyncIterable<AgentEvent>) {
    setMaxListeners(MOST_LISTENERS, this.changes);
    void this.record(answer);
  }

  /** Whether it can still be asked for: it goes on, or has come to its end. */
  get isUsable(): boolean {
    return !this.controller.signal.aborted && this.end?.error === undefined;
  }

  /** Ends the answer, which another takes the place of. */
  replace(): void {
    this.isReplaced = true;
    this.controller.abort();
  }

  /** @param hangUp aborted when this listener has left. @throws TurnReplacedError, and what the answer has thrown. */
  async *listen(hangUp: AbortSignal): AsyncGenerator<AgentEvent> {
    this.listeners += 1;
    const leave = this.countOnce();
    if (hangUp.aborted) leave();
    hangUp.addEventListener('abort', leave, { once: true });
    try {
      for (let heard = 0; ; heard += 1) {
        while (heard === this.events.length && this.end === undefined) await this.nextChange();
        const event = this.events[heard];
        if (event === undefined) break;
        yield event;
      }
      if (this.end?.error !== undefined) throw this.isReplaced ? new TurnReplacedError() : this.end.error;
    } finally {
      hangUp.removeEventListener('abort', leave);
      leave();
    }
  }

  private async record(answer: (signal: AbortSignal) => AsyncIterable<AgentEvent>): Promise<void> {
    try {
      for await (const event of answer(this.controller.signal)) {
        this.events.push(event);
        this.changes.dispatchEvent(new Event('change'));
      }
      this.end = {};
    } catch (error) {
      this.end = { error: error instanceof Error ? error : new Error('An answer failed.', { cause: error }) };
    }
    this.changes.dispatchEvent(new Event('change'));
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.changes.addEventListener(
        'change',
        () => {
          resolve();
        },
        { once: true },
      );
    });
  }

  /** A listener leaves once, whether by hanging up or by hearing no further. */
  private countOnce(): () => void {
    let hasLeft = false;
    return () => {
      if (hasLeft) return;
      hasLeft = true;
      this.listeners -= 1;
      if (this.listeners === 0 && this.end === undefined) this.controller.abort();
    };
  }
}
