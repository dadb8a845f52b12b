import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A status, or what goes wrong: no answer at all, a connection that breaks, a body that never ends. */
export type MessageAnswer = number | 'silence' | 'hang-up' | 'endless-body';

export interface ReceivedMessage {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** The bank's message system, as far as the service sees it: a webhook on loopback that keeps what it gets. */
export class MessageSystem {
  readonly received: ReceivedMessage[] = [];
  private readonly answers: MessageAnswer[] = [];
  private readonly arrivals = new EventEmitter();
  private readonly server = createServer((request, response) => void this.handle(request, response));

  static async start(): Promise<MessageSystem> {
    const system = new MessageSystem();
    system.server.listen(0, '127.0.0.1');
    await once(system.server, 'listening');
    return system;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/otp`;
  }

  /** For the next requests, in their order; afterwards each is answered with 202. */
  answerWith(...answers: readonly MessageAnswer[]): void {
    this.answers.push(...answers);
  }

  /** Waits until so many messages have come in all. */
  async receive(count: number): Promise<readonly ReceivedMessage[]> {
    while (this.received.length < count) await once(this.arrivals, 'message');
    return this.received;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method, url: path, headers } = request;
    const body = await text(request);
    this.received.push({ method, path, headers, body: body === '' ? undefined : (JSON.parse(body) as unknown) });
    this.arrivals.emit('message');
    const answer = this.answers.shift() ?? 202;
    if (answer === 'silence') return;
    if (answer === 'hang-up') {
      request.socket.destroy();
      return;
    }
    const isRedirect = typeof answer === 'number' && answer >= 300 && answer < 400;
    response.writeHead(answer === 'endless-body' ? 200 : answer, isRedirect ? { location: '/elsewhere' } : {});
    response.write('whatever');
    if (answer !== 'endless-body') response.end();
  }
}
