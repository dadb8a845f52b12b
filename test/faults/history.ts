/** What a recorded request meant to its caller. */
export type RequestKind =
  /** Asks to have a card blocked, or reports it lost. */
  | 'propose'
  /** Says yes to it. */
  | 'confirm'
  /** Says something else than yes. */
  | 'decline'
  /** A part of a sentence, sent before the caller had finished and hung up on. */
  | 'partial'
  /** Asks for what the caller may not have. */
  | 'trespass';

/**
 * `ok`: answered in full. `fail`: refused, or it never reached the service. `info`: cut off, so that it may have
 * happened or not.
 */
export type Outcome = 'ok' | 'fail' | 'info';

/** One request as its sender saw it. */
export interface HistoryEntry {
  readonly id: number;
  readonly kind: RequestKind;
  readonly customerId: string;
  readonly cardId: string;
  /** Copies of one turn share it. */
  readonly turn: string;
  readonly outcome: Outcome;
  /** Absent when no reply began. */
  readonly status?: number;
  /** What was spoken, as far as it was received. */
  readonly text: string;
  /** As the reply's header names it. */
  readonly requestId?: string;
  /** Where the endpoint names it. */
  readonly actionId?: string;
  readonly invokedAtMs: number;
  readonly endedAtMs: number;
}

/** Everything that callers did and heard, in the order in which it ended. */
export class History {
  private readonly recorded: HistoryEntry[] = [];
  private nextId = 1;

  get entries(): readonly HistoryEntry[] {
    return this.recorded;
  }

  takeId(): number {
    this.nextId += 1;
    return this.nextId - 1;
  }

  add(entry: HistoryEntry): HistoryEntry {
    this.recorded.push(entry);
    return entry;
  }

  count(filter: Partial<Pick<HistoryEntry, 'kind' | 'outcome'>>): number {
    return this.recorded.filter(
      ({ kind, outcome }) => kind === (filter.kind ?? kind) && outcome === (filter.outcome ?? outcome),
    ).length;
  }
}
