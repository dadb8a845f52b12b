import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { inTime } from './in-time';

const LIMIT_MS = 5;

describe(inTime.name, () => {
  it('should give what the promise gives, and fail as it fails', async () => {
    await expect(inTime(Promise.resolve('answer'), LIMIT_MS)).resolves.toBe('answer');
    await expect(inTime(Promise.reject(new Error('refused')), LIMIT_MS)).rejects.toThrow('refused');
  });

  it('should not wait longer than it may', async () => {
    await expect(inTime(new Promise(() => undefined), LIMIT_MS)).rejects.toThrow('No answer within 5 ms.');
  });

  it('should take an answer that came while the process was busy for one in time', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const [peer] = (await once(server, 'connection')) as [Socket];
    try {
      const answer = inTime(once(client, 'data'), LIMIT_MS);
      // The system takes it at once, so it lies ready before the time is up.
      peer.write('answer');
      beBusy(LIMIT_MS * 10);
      await expect(answer).resolves.toEqual([Buffer.from('answer')]);
    } finally {
      client.destroy();
      peer.destroy();
      server.close();
    }
  });
});

function beBusy(durationMs: number): void {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}
