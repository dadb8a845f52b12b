import { once } from 'node:events';
import { type IncomingMessage } from 'node:http';
import { type Socket } from 'node:net';
import { WRITE_STALL_MS } from '../../src/common/http/close-when-stalled';
import { EVENTS } from '../support/paced-model';
import { type CallReport, type StreamingReport } from '../support/streaming-messages';
import { StreamingService } from '../support/streaming-service';
import { startTestApp } from '../support/test-app';

const READERS = 50;
const SOME_READERS = 5;
const MEBIBYTE = 1024 * 1024;

function isStalled({ isPulled, isOver }: CallReport): boolean {
  return !isPulled && !isOver;
}

/** Nobody is asked for more, and that stays so. */
function hasSettled(readers: number): (report: StreamingReport) => boolean {
  let previous = '';
  return ({ calls }) => {
    const pulled = JSON.stringify(calls.map(({ pulledEvents }) => pulledEvents));
    const isSame = pulled === previous;
    previous = pulled;
    return isSame && calls.length === readers && calls.every(isStalled);
  };
}

async function readAll(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  socket.on('data', (piece: Buffer) => {
    pieces.push(piece);
    if (piece.includes('data: [DONE]')) socket.destroy();
  });
  socket.resume();
  await once(socket, 'close');
  return Buffer.concat(pieces).toString();
}

describe('readers that take nothing', () => {
  let service: StreamingService;

  afterEach(async () => {
    await service.stop();
  });

  async function stall(readers: number): Promise<readonly Socket[]> {
    return Promise.all(Array.from({ length: readers }, () => service.ask('overflow')));
  }

  it('should cost little memory, hold the model, and get the whole reply when they read on', async () => {
    service = await StreamingService.start({ writeStallMs: 120_000 });
    const whole = await readAll(await service.ask('overflow'));
    expect(whole.length).toBeGreaterThan(10_000_000);
    await service.reportWhen(({ calls }) => calls.every(({ isOver }) => isOver));
    service.forgetCalls();

    const before = await service.report();
    const sockets = await stall(READERS);
    const during = await service.reportWhen(hasSettled(READERS));
    for (const { pulledEvents } of during.calls) expect(pulledEvents).toBeLessThan(EVENTS);
    expect(during.usedBytes - before.usedBytes).toBeLessThan(25 * MEBIBYTE);
    process.stderr.write(
      `${READERS} stalled readers: ${toMebibytes(during.usedBytes - before.usedBytes)} more in use, ` +
        `${toMebibytes(during.residentBytes - before.residentBytes)} more resident, ` +
        `at most ${Math.max(...during.calls.map(({ pulledEvents }) => pulledEvents))} of ${EVENTS} events pulled\n`,
    );

    const [reader, ...others] = sockets;
    for (const socket of others) socket.destroy();
    const reply = reader && (await readAll(reader));
    expect(countFrames(reply ?? '')).toBe(countFrames(whole));
    const after = await service.reportWhen(({ calls }) => calls.every(({ isOver }) => isOver));
    expect(after.calls.filter(({ pulledEvents }) => pulledEvents === EVENTS)).toHaveLength(1);
    expect(after.calls.filter(({ isAborted }) => isAborted)).toHaveLength(others.length);
  });

  it('should be closed in the end, with the call of the model', async () => {
    service = await StreamingService.start({ writeStallMs: 300 });
    const { resources } = await service.report();
    const sockets = await stall(SOME_READERS);
    const after = await service.reportWhen((report) => {
      return report.calls.length === SOME_READERS && report.resources.TCPSocketWrap === resources.TCPSocketWrap;
    });
    for (const call of after.calls) expect(call).toMatchObject({ isAborted: true, isOver: true, listeners: 0 });
    expect(service.list('aborted')).toHaveLength(SOME_READERS);
    for (const socket of sockets) socket.destroy();
  });

  it('should not be taken for a caller who listens while the model thinks', async () => {
    service = await StreamingService.start({ writeStallMs: 50 });
    const socket = await service.ask('hold-second');
    const other = await service.ask('overflow');
    socket.resume();
    // The time is up for the second by then, and so it is for the first, which came before it.
    await service.reportWhen(({ calls }) => calls.some(({ isAborted }) => isAborted));
    const { calls } = await service.report();
    expect(calls.map(({ isAborted }) => isAborted)).toEqual([false, true]);
    for (const each of [socket, other]) each.destroy();
  });
});

describe('the time for which a reader may take nothing', () => {
  it('should end within 30 seconds, though Node may look twice before it is up', async () => {
    const service = await startTestApp();
    const limitsMs: unknown[] = [];
    const server = service.app.getHttpServer();
    server.on('request', ({ socket }: IncomingMessage) => limitsMs.push(socket.timeout));
    await (await fetch(`${service.url}/v1/models`)).text();
    await service.close();
    expect(limitsMs).toEqual([WRITE_STALL_MS]);
    expect(2 * WRITE_STALL_MS).toBeLessThan(30_000);
  });
});

function countFrames(reply: string): number {
  return reply.split('data: ').length;
}

function toMebibytes(bytes: number): string {
  return `${(bytes / MEBIBYTE).toFixed(1)} MiB`;
}
