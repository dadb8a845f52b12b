import { type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type StreamFaultKind } from './control-words';
import { type ReplyPlan } from './plan-reply';
import { refuse } from './refuse';
import { toReplyBody } from './reply-events';
import { faultOfStatus } from './service-fault';

interface WholeAnswer {
  readonly response: ServerResponse;
  readonly plan: ReplyPlan;
  readonly fault: StreamFaultKind | undefined;
  readonly delayMs: number;
  readonly signal: AbortSignal;
}

const STATUS_BY_FAULT: ReadonlyMap<StreamFaultKind, number> = new Map([
  ['exception-first', 500],
  ['unmodelled-error', 500],
  ['model-stream-error', 424],
  ['throttling', 429],
]);

/** `Converse`: the same answers and faults, without a stream. */
export async function answerWhole({ response, plan, fault, delayMs, signal }: WholeAnswer): Promise<void> {
  if (delayMs > 0) await sleep(delayMs, undefined, { signal });
  if (signal.aborted || fault === 'stall') return;
  if (fault === 'drop' || fault === 'truncate') {
    response.destroy(new Error('The emulator drops this connection.'));
    return;
  }
  const refusal = faultOfStatus((fault && STATUS_BY_FAULT.get(fault)) ?? 0);
  if (refusal !== undefined) {
    refuse(response, refusal);
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(toReplyBody(plan)));
}
