import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StreamStep } from './stream-steps';

interface StreamAnswer {
  readonly response: ServerResponse;
  readonly steps: readonly StreamStep[];
  readonly firstEventDelayMs: number;
  readonly gapMs: number;
  /** Awaited before each event, where somebody steps through them. */
  readonly mayGoOn?: (() => Promise<void>) | undefined;
  /** Aborted when the client has gone or the emulator stops. */
  readonly signal: AbortSignal;
}

/** Plays the steps. The headers leave before the first event, as with Bedrock. */
export async function answerStream(answer: StreamAnswer): Promise<void> {
  const { response, steps, firstEventDelayMs, gapMs, mayGoOn, signal } = answer;
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
  response.flushHeaders();
  for (const [index, step] of steps.entries()) {
    const delayMs = index === 0 ? firstEventDelayMs : gapMs;
    if (delayMs > 0 && step.type !== 'end') await sleep(delayMs, undefined, { signal });
    if (step.type === 'write') await mayGoOn?.();
    if (signal.aborted) return;
    switch (step.type) {
      case 'write':
        await writeOut(response, step.bytes);
        break;
      case 'end':
        response.end();
        break;
      case 'drop':
        response.destroy(new Error('The emulator drops this connection.'));
        break;
      case 'stall':
        return;
    }
  }
}

/** Waits until the bytes have left, so that a drop that follows does not take them along. */
function writeOut(response: ServerResponse, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => {
    response.write(bytes, () => {
      resolve();
    });
  });
}
