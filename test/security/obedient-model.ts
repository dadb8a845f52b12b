import { once } from 'node:events';
import { type LanguageModelEvent, type LanguageModelRequest } from '../../src/language-model/language-model';
import { type ScriptedStep } from '../support/scripted-model';

/** A model that does what an attacker wants, and keeps what it was sent. It can be made to wait for its caller to leave. */
export class ObedientModel {
  readonly seen: string[] = [];
  private readonly callsOfTurns = new Map<AbortSignal, number>();
  private held: HeldTurn | undefined;

  constructor(private step: (request: LanguageModelRequest) => ScriptedStep) {}

  /** From now on it does this. */
  obey(step: (request: LanguageModelRequest) => ScriptedStep): void {
    this.step = step;
  }

  /** The next turn that reaches the model hears its first event, and no other before its caller has left. */
  holdNextTurn(): HeldTurn {
    this.held = new HeldTurn();
    return this.held;
  }

  /** For a turn that was answered without the model. */
  holdNoTurn(): void {
    this.held = undefined;
  }

  /** How often the turn that called most often did. */
  get mostCallsOfTurn(): number {
    return Math.max(0, ...this.callsOfTurns.values());
  }

  async *stream(request: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
    await Promise.resolve();
    this.seen.push(JSON.stringify(request.messages));
    this.callsOfTurns.set(request.signal, (this.callsOfTurns.get(request.signal) ?? 0) + 1);
    const { events } = this.step(request);
    const held = this.held;
    this.held = undefined;
    if (held === undefined) yield* events;
    else yield* held.play(events, request.signal);
  }
}

/** One turn whose caller leaves while the model speaks. */
export class HeldTurn {
  /** Whether the model was told that the caller has left. */
  wasToldToStop = false;
  readonly reached: Promise<void>;
  readonly ended: Promise<void>;
  private reach = (): void => undefined;
  private end = (): void => undefined;

  constructor() {
    this.reached = new Promise((resolve) => {
      this.reach = resolve;
    });
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  async *play(events: readonly LanguageModelEvent[], signal: AbortSignal): AsyncGenerator<LanguageModelEvent> {
    const [first, ...rest] = events;
    try {
      if (first !== undefined) yield first;
      this.reach();
      if (!signal.aborted) await once(signal, 'abort');
      this.wasToldToStop = signal.aborted;
      yield* rest;
    } finally {
      this.end();
    }
  }
}
