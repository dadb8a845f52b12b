import { once } from 'node:events';
import { type Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { type Pace } from '../support/paced-model';
import { StreamingService } from '../support/streaming-service';
import { waitUntil } from '../support/wait-until';

const HANG_UPS_AT_A_POINT = 15;
/** What the service promises. Half of the hang-ups keep it, however busy the machine is; nearly all take a hundredth of it. */
const MOST_DELAY_MS = 100;

interface Point {
  readonly pace: Pace;
  readonly stream: boolean;
  /** Resolves when the request has got there, the n-th of its kind. */
  readonly reach: (socket: Socket, count: number) => Promise<unknown>;
}

describe('a caller who leaves', () => {
  let service: StreamingService;
  const delaysMs: number[] = [];

  const points: readonly (readonly [string, Point])[] = [
    ['before the first event of a stream', { pace: 'hold-first', stream: true, reach: hasCalled }],
    ['before the answer that is no stream', { pace: 'hold-first', stream: false, reach: hasCalled }],
    ['while a tool runs', { pace: 'call-tool', stream: true, reach: hasStartedTool }],
    ['in the middle of a stream', { pace: 'hold-second', stream: true, reach: hasSpoken }],
    ['with a stream that was not read', { pace: 'overflow', stream: true, reach: hasStalled }],
  ];

  beforeAll(async () => {
    service = await StreamingService.start({ writeStallMs: 120_000 });
    // What is loaded and opened on first use is there before anything is counted.
    for (const [, { pace, stream, reach }] of points) await hangUp({ pace, stream, reach }, 1);
    await forgetAll();
  });

  afterAll(async () => {
    const [median, most] = [0.5, 0.99].map((share) => quantile(delaysMs, share).toFixed(1));
    process.stderr.write(
      `From hang-up to abort of the model: p50 ${median} ms, p99 ${most} ms, of ${delaysMs.length}\n`,
    );
    await service.stop();
  });

  function hasCalled(_socket: Socket, count: number): Promise<void> {
    return waitUntil(() => service.list('called').length >= count);
  }

  function hasStartedTool(_socket: Socket, count: number): Promise<void> {
    return waitUntil(() => service.list('tool-started').length >= count);
  }

  function hasSpoken(socket: Socket): Promise<unknown> {
    socket.resume();
    return once(socket, 'data');
  }

  async function hasStalled(): Promise<void> {
    let previous = -1;
    await service.reportWhen(({ calls }) => {
      const { pulledEvents = 0, isPulled = true } = calls.at(-1) ?? {};
      const isStill = !isPulled && pulledEvents > 0 && pulledEvents === previous;
      previous = pulledEvents;
      return isStill;
    });
  }

  async function hangUp({ pace, stream, reach }: Point, times: number): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      const toolsBefore = service.list('tool-started').length;
      const callsBefore = service.list('called').length;
      const abortsBefore = service.list('aborted').length;
      const leftBefore = service.list('left').length;
      const socket = await service.ask(pace, stream);
      await reach(socket, (pace === 'call-tool' ? toolsBefore : callsBefore) + 1);
      const leftAtNs = process.hrtime.bigint();
      socket.destroy();
      await waitUntil(() => service.list('left').length > leftBefore);
      // No timer and no further event was needed for it, so that no load of the machine comes into this.
      expect(service.list('left')[leftBefore]).toEqual({ type: 'left', isAborted: true });
      const abort = service.list('aborted')[abortsBefore];
      delaysMs.push(Number(BigInt(abort?.atNs ?? 0) - leftAtNs) / 1e6);
    }
  }

  /** Waits until all calls are over, and then until nothing holds on to them: nobody but the service could. */
  async function forgetAll(): Promise<void> {
    await service.reportWhen(({ calls }) => calls.every(({ isOver }) => isOver));
    service.forgetCalls();
    await service.reportWhen(({ uncollected }) => uncollected === 0);
  }

  it.each(points)('should end the call of the model, and leave nothing behind, %s', async (_name, point) => {
    const before = await service.report();
    await hangUp(point, HANG_UPS_AT_A_POINT);
    expect(quantile(delaysMs.slice(-HANG_UPS_AT_A_POINT), 0.5)).toBeLessThan(MOST_DELAY_MS);
    const { calls } = await service.reportWhen((report) => report.calls.every(({ isOver }) => isOver));
    expect(calls.length).toBeGreaterThanOrEqual(HANG_UPS_AT_A_POINT);
    for (const call of calls) expect(call).toMatchObject({ isAborted: true, listeners: 0 });
    await forgetAll();
    await service.reportWhen(({ resources }) => isDeepStrictEqual(resources, before.resources));
  });

  it('should have heard the first words before the model has thought of the next', async () => {
    const socket = await service.ask('hold-second');
    socket.resume();
    let heard = '';
    socket.on('data', (piece: Buffer) => (heard += piece.toString()));
    await waitUntil(() => heard.includes('Let me look that up'));
    const { calls } = await service.report();
    expect(calls).toMatchObject([{ pulledEvents: 1, isPulled: true, isOver: false }]);
    socket.destroy();
    await forgetAll();
  });
});

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((first, second) => first - second);
  return sorted[Math.ceil(share * sorted.length) - 1] ?? Infinity;
}
