import { type ControlWords, type StreamFaultKind } from './control-words';
import { encodeErrorFrame, encodeEventFrame, encodeExceptionFrame } from './event-stream-frame';
import { type ReplyEvent } from './reply-events';

export type StreamStep =
  | { readonly type: 'write'; readonly bytes: Buffer }
  | { readonly type: 'end' }
  | { readonly type: 'drop' }
  | { readonly type: 'stall' };

const END: StreamStep = { type: 'end' };

/** The answer as things to do with the socket, with the fault put in where it shall strike. */
export function toStreamSteps(events: readonly ReplyEvent[], words: ControlWords): StreamStep[] {
  const { streamFault: fault, faultAfter } = words;
  if (fault === undefined) return [...events.map(write), END];
  if (fault === 'no-metadata') return [...events.filter((event) => event.type !== 'metadata').map(write), END];
  if (fault === 'no-message-stop') return [...events.slice(0, faultAfter ?? -2).map(write), END];
  const after = fault === 'exception-first' ? 0 : (faultAfter ?? Math.floor(events.length / 2));
  const next = events[after] ?? { type: 'metadata', payload: {} };
  return [...events.slice(0, after).map(write), ...strike(fault, next)];
}

function write({ type, payload }: ReplyEvent): StreamStep {
  return { type: 'write', bytes: encodeEventFrame(type, payload) };
}

function strike(fault: Exclude<StreamFaultKind, 'no-metadata' | 'no-message-stop'>, next: ReplyEvent): StreamStep[] {
  switch (fault) {
    case 'exception-first':
      return writeLast(encodeExceptionFrame('internalServerException', 'The system encountered an unexpected error.'));
    case 'model-stream-error':
      return writeLast(
        encodeExceptionFrame('modelStreamErrorException', 'An error occurred while streaming the response.'),
      );
    case 'throttling':
      return writeLast(
        encodeExceptionFrame('throttlingException', 'Too many tokens, please wait before trying again.'),
      );
    case 'unmodelled-error':
      return writeLast(encodeErrorFrame('InternalFailure', 'Something that the service model does not know.'));
    case 'drop':
      return [{ type: 'drop' }];
    case 'stall':
      return [{ type: 'stall' }];
    case 'truncate': {
      const frame = encodeEventFrame(next.type, next.payload);
      return writeLast(frame.subarray(0, Math.floor(frame.length / 2)));
    }
  }
}

function writeLast(bytes: Buffer): StreamStep[] {
  return [{ type: 'write', bytes }, END];
}
