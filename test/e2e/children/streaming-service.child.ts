import { getEventListeners } from 'node:events';
import { type Socket } from 'node:net';
import { createApp } from '../../../src/app';
import { ListLoanProductsTool } from '../../../src/agent/tools/loan/list-loan-products.tool';
import { readConfig } from '../../../src/config/read-config';
import { LanguageModel } from '../../../src/language-model/language-model';
import { type PacedCall, PacedModel, untilAborted } from '../../support/paced-model';
import { type CallReport, type StreamingCommand, type StreamingEvent } from '../../support/streaming-messages';

/*
 * Usage: streaming-service.child.ts <database URL> <write stall in ms>
 * The service with a paced model. Tells the parent what happens to its calls, and on demand what they hold.
 */

/** Every chunk names the model, so that a full turn is a stream of 10 MB: more than the kernel takes for a connection. */
const LONG_MODEL_ID = 'm'.repeat(4_000);

const tell = (event: StreamingEvent): void => {
  process.send?.(event);
};

const remembered: WeakRef<object>[] = [];

function noteCall(model: PacedModel, { signal }: PacedCall): void {
  const call = model.calls.length - 1;
  remembered.push(new WeakRef(signal));
  tell({ type: 'called', call });
  const onAbort = (): void => {
    tell({ type: 'aborted', call, atNs: String(process.hrtime.bigint()) });
  };
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
}

function report(model: PacedModel): void {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  const resources: Record<string, number> = {};
  for (const name of process.getActiveResourcesInfo()) resources[name] = (resources[name] ?? 0) + 1;
  const uncollected = remembered.filter((reference) => reference.deref() !== undefined).length;
  const calls = model.calls.map(describe);
  tell({
    type: 'report',
    report: { calls, usedBytes: heapUsed + external, residentBytes: rss, resources, uncollected },
  });
}

function describe({ signal, pulledEvents, isPulled, isOver }: PacedCall): CallReport {
  const listeners = getEventListeners(signal, 'abort').length;
  return { pulledEvents, isPulled, isOver, isAborted: signal.aborted, listeners };
}

async function serve([databaseUrl = '', writeStallMs = '']: readonly string[]): Promise<void> {
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', LOG_LEVEL: 'silent', DATABASE_URL: databaseUrl });
  const app = await createApp(config, { writeStallMs: Number(writeStallMs) });
  const model: PacedModel = new PacedModel((call) => {
    noteCall(model, call);
  });
  model.replace(app.get(LanguageModel, { strict: false }), LONG_MODEL_ID);
  app.get(ListLoanProductsTool, { strict: false }).run = async () => {
    tell({ type: 'tool-started' });
    const call = model.calls.at(-1);
    if (call !== undefined) await untilAborted(call.signal).catch(() => undefined);
    return { status: 'ok', output: {} };
  };
  const server = app.getHttpServer();
  server.on('connection', (socket: Socket) => {
    socket.once('close', () => {
      setImmediate(() => {
        tell({ type: 'left', isAborted: model.calls.at(-1)?.signal.aborted });
      });
    });
  });
  server.on('request', (_request, response) => remembered.push(new WeakRef(response)));
  process.on('message', (command: StreamingCommand) => {
    if (command === 'forget') model.calls.length = 0;
    else report(model);
  });
  // A test that is gone leaves no service behind.
  process.on('disconnect', () => {
    process.exit(1);
  });
  await app.listen(0, '127.0.0.1');
  tell({ type: 'listening', port: Number(new URL(await app.getUrl()).port) });
}

void serve(process.argv.slice(2));
