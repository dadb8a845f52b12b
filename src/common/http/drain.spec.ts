import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { drain } from './drain';

describe(drain.name, () => {
  let server: Server;
  let handle: (request: IncomingMessage) => Promise<void>;

  beforeEach(async () => {
    server = createServer((request, response) => {
      void handle(request).then(() => {
        response.writeHead(413, { connection: 'close' }).end('too large');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const port = (): number => (server.address() as AddressInfo).port;

  it('should let a client that sends 20 MB hear the refusal', async () => {
    handle = drain;
    const body = Buffer.alloc(20_000_000);
    const response = await fetch(`http://127.0.0.1:${port()}`, { method: 'POST', body });
    expect(response.status).toBe(413);
    expect(await response.text()).toBe('too large');
  });

  it('should not wait for a request without a body, nor for one that was read already', async () => {
    handle = async (request) => {
      await drain(request);
      await drain(request);
    };
    const response = await fetch(`http://127.0.0.1:${port()}`);
    expect(response.status).toBe(413);
  });

  it('should give up when the client goes away', async () => {
    const drained = new Promise<void>((resolve) => {
      handle = async (request) => {
        client.destroy();
        await drain(request);
        resolve();
      };
    });
    const client = connect(port(), '127.0.0.1');
    client.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf');
    await expect(drained).resolves.toBeUndefined();
  });
});
