/** What the process of the streaming service tells the test. */
export type StreamingEvent =
  | { readonly type: 'listening'; readonly port: number }
  /** The model was called for the n-th time, from 0. */
  | { readonly type: 'called'; readonly call: number }
  | { readonly type: 'tool-started' }
  /** The signal of a call was aborted; the time is that of the machine's steady clock. */
  | { readonly type: 'aborted'; readonly call: number; readonly atNs: string }
  /** A connection was closed, and the event loop went round once; whether the last call was aborted by then. */
  | { readonly type: 'left'; readonly isAborted: boolean | undefined }
  | { readonly type: 'report'; readonly report: StreamingReport };

export interface CallReport {
  readonly pulledEvents: number;
  readonly isPulled: boolean;
  readonly isOver: boolean;
  readonly isAborted: boolean;
  /** Listeners on its signal. */
  readonly listeners: number;
}

export interface StreamingReport {
  readonly calls: readonly CallReport[];
  /** On the heap and outside of it, after garbage was collected. */
  readonly usedBytes: number;
  readonly residentBytes: number;
  /** What keeps the process alive, by name and number. */
  readonly resources: Readonly<Record<string, number>>;
  /** Responses and signals of past requests that something still holds on to. */
  readonly uncollected: number;
}

export type StreamingCommand = 'report' | 'forget';
