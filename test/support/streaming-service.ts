import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pace } from './paced-model';
import { type StreamingEvent, type StreamingReport } from './streaming-messages';
import { waitUntil } from './wait-until';

const REGISTER = require.resolve('../medium/children/register-typescript.cjs');
const CHILD = require.resolve('../e2e/children/streaming-service.child.ts');

type EventOf<Type extends StreamingEvent['type']> = Extract<StreamingEvent, { readonly type: Type }>;

/** The service with a paced model, in a process of its own, so that its memory and its handles are its own too. */
export class StreamingService {
  private readonly events: StreamingEvent[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {
    child.on('message', (event) => this.events.push(event as StreamingEvent));
  }

  static async start({ writeStallMs }: { readonly writeStallMs: number }): Promise<StreamingService> {
    const folder = await mkdtemp(join(tmpdir(), 'tellerline-streams-'));
    const child = fork(CHILD, [`file:${join(folder, 'test.db')}`, String(writeStallMs)], {
      execArgv: ['-r', REGISTER, '--expose-gc'],
      env: { PATH: process.env.PATH },
    });
    const service = new StreamingService(child, folder);
    await waitUntil(() => service.list('listening').length > 0);
    return service;
  }

  /** What happened so far of one kind. */
  list<Type extends StreamingEvent['type']>(type: Type): readonly EventOf<Type>[] {
    return this.events.filter((event): event is EventOf<Type> => event.type === type);
  }

  /** Opens a connection that sends a request and reads nothing of the reply until it is resumed. */
  async ask(pace: Pace, stream = true): Promise<Socket> {
    const body = JSON.stringify({ stream, messages: [{ role: 'user', content: pace }] });
    const socket = connect({ port: this.list('listening')[0]?.port ?? 0, host: '127.0.0.1' });
    socket.pause();
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(
      `POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    return socket;
  }

  async report(): Promise<StreamingReport> {
    const count = this.list('report').length;
    this.child.send('report');
    await waitUntil(() => this.list('report').length > count);
    const last = this.list('report').at(-1);
    if (last === undefined) throw new Error('There is no report.');
    return last.report;
  }

  /** Waits for a report that satisfies the condition, and returns it. */
  async reportWhen(condition: (report: StreamingReport) => boolean): Promise<StreamingReport> {
    let report = await this.report();
    await waitUntil(async () => {
      report = await this.report();
      return condition(report);
    });
    return report;
  }

  /** Lets go of the calls so far; what is still alive of them afterwards is held by the service. */
  forgetCalls(): void {
    this.child.send('forget');
  }

  async stop(): Promise<void> {
    this.child.removeAllListeners('message');
    this.child.kill('SIGKILL');
    await once(this.child, 'exit');
    await rm(this.folder, { recursive: true, force: true });
  }
}
