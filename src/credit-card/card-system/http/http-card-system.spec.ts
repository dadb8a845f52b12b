import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type CardCommand } from '../card-system';
import { CardSystemError } from '../card-system-error';
import { HttpCardSystem } from './http-card-system';

const COMMAND: CardCommand = {
  actionId: '01a2080b-3f55-7c1e-9d1a-0c5f4b1e2a77',
  operation: 'block_card',
  cardId: 'card-1',
  customerId: 'customer-1',
  requestedAt: new Date('2026-11-23T10:55:27.385Z'),
};
const THRESHOLD = 20;
const TOKEN = 'secret-token-of-the-bank';

describe(HttpCardSystem.name, () => {
  const servers: Server[] = [];
  const systems: HttpCardSystem[] = [];

  afterEach(async () => {
    jest.restoreAllMocks();
    for (const system of systems.splice(0)) system.close();
    for (const server of servers.splice(0)) {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  function connect(url: string, callMs = 2_000): HttpCardSystem {
    const system = new HttpCardSystem({ url, token: TOKEN, callMs });
    systems.push(system);
    return system;
  }

  async function failureOf(promise: Promise<unknown>): Promise<CardSystemError> {
    const error: unknown = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error instanceof CardSystemError) return error;
    throw new Error(`There was no CardSystemError but ${String(error)}.`);
  }

  describe('when the bank answers', () => {
    it('should send the action under its key and its token, below the path of the base', async () => {
      const seen: unknown[] = [];
      const url = await serve((request, response) => {
        const { authorization, 'idempotency-key': key } = request.headers;
        seen.push({ url: request.url, authorization, key });
        response.end(JSON.stringify({ actionId: COMMAND.actionId }));
      });
      expect(await connect(`${url}/cards-api`).deliver(COMMAND)).toEqual({ status: 'delivered' });
      const authorization = `Bearer ${TOKEN}`;
      expect(seen).toEqual([{ url: '/cards-api/v1/cards/card-1/block', authorization, key: COMMAND.actionId }]);
    });

    it('should keep the connection for the next action', async () => {
      const url = await serve((_request, response) => {
        response.end(JSON.stringify({ actionId: COMMAND.actionId }));
      });
      let connections = 0;
      servers[0]?.on('connection', () => (connections += 1));
      const system = connect(url);
      for (let count = 0; count < 3; count += 1) await system.deliver(COMMAND);
      expect(connections).toBe(1);
    });

    it('should read the state of a card, and tell that the bank is up', async () => {
      const url = await serve((request, response) => {
        response.end(JSON.stringify(request.url === '/v1/health' ? {} : { cardId: 'card-1', state: 'blocked' }));
      });
      const system = connect(url);
      expect(await system.readState('card-1')).toBe('blocked');
      expect(await system.checkHealth()).toEqual({ state: 'up', detail: 'The card system answers.' });
    });
  });

  describe('when no whole reply arrives', () => {
    it.each<[string, RequestListener]>([
      ['nothing is answered', (): void => undefined],
      ['the reply does not end', (_request, response) => void response.writeHead(200).write('{"actionId":')],
      ['the connection breaks', (request) => request.socket.destroy()],
      ['the reply breaks off', (_request, response) => void response.write('{', () => response.destroy())],
      ['the reply is too large', (_request, response) => void response.end('x'.repeat(20_000))],
    ])('should fail when %s', async (_title, listener) => {
      const error = await failureOf(connect(await serve(listener), 100).deliver(COMMAND));
      expect(error.code).toBe('card_system_unavailable');
      expect(error.message).not.toContain(TOKEN);
    });

    it('should fail when nobody listens', async () => {
      const url = await serve(() => undefined);
      await new Promise((resolve) => servers.pop()?.close(resolve));
      expect((await failureOf(connect(url).deliver(COMMAND))).code).toBe('card_system_unavailable');
      expect(await connect(url).checkHealth()).toMatchObject({ state: 'down' });
    });
  });

  it('should not follow a redirect', async () => {
    const paths: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect((await failureOf(connect(url).deliver(COMMAND))).code).toBe('card_system_misconfigured');
    expect(paths).toEqual(['/v1/cards/card-1/block']);
  });

  describe(`when the bank fails ${THRESHOLD} times in a row`, () => {
    let status: number;
    let calls: number;
    let system: HttpCardSystem;

    beforeEach(async () => {
      status = 500;
      calls = 0;
      const url = await serve((_request, response) => {
        calls += 1;
        response.writeHead(status).end(JSON.stringify({ actionId: COMMAND.actionId, code: 'card_cancelled' }));
      });
      system = connect(url);
      for (let count = 0; count < THRESHOLD; count += 1) {
        expect((await failureOf(system.deliver(COMMAND))).code).toBe('card_system_unavailable');
      }
    });

    function letTimePass(milliseconds: number): void {
      const laterMs = Date.now() + milliseconds;
      jest.spyOn(Date, 'now').mockReturnValue(laterMs);
    }

    it('should leave it alone for a second', async () => {
      const error = await failureOf(system.deliver(COMMAND));
      expect(error.code).toBe('card_system_paused');
      expect(error.retryAfterSeconds).toBeLessThanOrEqual(1.01);
      expect(calls).toBe(THRESHOLD);
    });

    it('should try one call then, and go on when it succeeds', async () => {
      letTimePass(1_001);
      status = 200;
      expect(await system.deliver(COMMAND)).toEqual({ status: 'delivered' });
      expect(await system.deliver(COMMAND)).toEqual({ status: 'delivered' });
      expect(calls).toBe(THRESHOLD + 2);
    });

    it('should leave it alone again when that one fails', async () => {
      letTimePass(1_001);
      expect((await failureOf(system.deliver(COMMAND))).code).toBe('card_system_unavailable');
      expect((await failureOf(system.deliver(COMMAND))).code).toBe('card_system_paused');
      expect(calls).toBe(THRESHOLD + 1);
    });

    it('should take a refusal and a copy in flight for signs of life', async () => {
      for (const sign of [422, 409]) {
        letTimePass(1_001);
        status = sign;
        await system.deliver(COMMAND).catch(() => undefined);
        status = 200;
        expect(await system.deliver(COMMAND)).toEqual({ status: 'delivered' });
        status = 500;
        for (let count = 0; count < THRESHOLD; count += 1) await failureOf(system.deliver(COMMAND));
      }
    });

    it('should still ask how the bank is when it is asked for health', async () => {
      status = 200;
      expect(await system.checkHealth()).toMatchObject({ state: 'up' });
    });
  });
});
