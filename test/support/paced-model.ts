import {
  type LanguageModel,
  type LanguageModelEvent,
  type LanguageModelRequest,
} from '../../src/language-model/language-model';

/** What a user's message makes the model do. */
export type Pace =
  /** Says as much as a turn may hold, as fast as it is asked for more. */
  | 'overflow'
  /** Waits before its first word until the caller has left. */
  | 'hold-first'
  /** Says a sentence, and waits then. */
  | 'hold-second'
  /** Calls a tool, and waits for what it brings. */
  | 'call-tool';

/** One call of the model. */
export interface PacedCall {
  readonly signal: AbortSignal;
  pulledEvents: number;
  /** Whether the model has been asked for an event that it has not given yet. */
  isPulled: boolean;
  isOver: boolean;
}

/** Short, and nothing that the guard of speech would wait for: nearly every one leaves in a chunk of its own. */
const WORD = 'so ';
const WORDS = 2_600;
/** Of a whole reply: its words, and the end. */
export const EVENTS = WORDS + 1;
const USAGE = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };

/** Plays the same few answers as often as they are wanted, and notes how far each got. */
export class PacedModel {
  readonly calls: PacedCall[] = [];

  constructor(private readonly onCall: (call: PacedCall) => void) {}

  /** Puts this model in the place of the one that the service runs with. */
  replace(served: LanguageModel, id: string): void {
    Object.defineProperty(served, 'id', { value: id });
    served.stream = (request) => this.stream(request);
  }

  private async *stream(request: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
    const { signal } = request;
    const call: PacedCall = { signal, pulledEvents: 0, isPulled: true, isOver: false };
    this.calls.push(call);
    this.onCall(call);
    try {
      for await (const event of play(request)) {
        call.pulledEvents += 1;
        call.isPulled = false;
        yield event;
        call.isPulled = true;
      }
    } finally {
      call.isPulled = false;
      call.isOver = true;
    }
  }
}

async function* play({ messages, signal }: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
  const last = messages.at(-1);
  const pace = last?.role === 'user' ? (last.text as Pace) : 'hold-first';
  if (pace === 'call-tool') {
    yield { type: 'tool-call', id: 'call_1', name: 'list_loan_products', inputJson: '{}' };
    yield { type: 'response-end', stopReason: 'tool-use', usage: USAGE };
    return;
  }
  if (pace === 'hold-second') yield { type: 'text-delta', text: 'Let me look that up for you. ' };
  if (pace !== 'overflow') await untilAborted(signal);
  for (let count = 0; count < WORDS; count += 1) yield { type: 'text-delta', text: WORD };
  yield { type: 'response-end', stopReason: 'end-turn', usage: USAGE };
}

/** @throws the reason of the signal. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}
