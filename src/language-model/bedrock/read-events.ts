import { type ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { type BedrockTimeouts } from './bedrock-timeouts';
import { type UpstreamCall } from './upstream-call';

interface ReadEventsInput {
  readonly stream: AsyncIterable<ConverseStreamOutput>;
  readonly call: UpstreamCall;
  readonly timeouts: Pick<BedrockTimeouts, 'gapMs' | 'settleMs'>;
}

/**
 * Reads the stream to its end, with a limit on every wait. Reading to the end matters: only then does the socket go
 * back to the pool. Once the model has stopped, the answer is complete, and a late or broken end no longer spoils it.
 */
export async function* readEvents({ stream, call, timeouts }: ReadEventsInput): AsyncGenerator<ConverseStreamOutput> {
  const iterator = stream[Symbol.asyncIterator]();
  let stopped = false;
  for (;;) {
    const limitMs = stopped ? timeouts.settleMs : timeouts.gapMs;
    let next: IteratorResult<ConverseStreamOutput, unknown>;
    try {
      next = await call.within({ pending: iterator.next(), limitMs, waitingFor: 'the next event' });
    } catch (error) {
      if (stopped && call.failure?.code !== 'model_aborted') return;
      throw error;
    }
    if (next.done === true) return;
    if (next.value.messageStop !== undefined) stopped = true;
    yield next.value;
  }
}
