import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const FAIL_POINTS = [
  'after_proposal',
  'after_consume',
  'before_commit',
  'after_commit',
  'mid_sse',
  'after_bank_send_before_mark',
  'during_shutdown',
] as const;
export type FailPoint = (typeof FAIL_POINTS)[number];

export interface ServiceSettings {
  /** Where the service was built to. */
  readonly root: string;
  readonly databaseUrl: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly fault?: { readonly point: FailPoint; readonly at: number };
}

/** The built service in a process of its own. */
export class ServiceProcess {
  private output = '';
  private isGone = false;

  private constructor(
    private readonly child: ChildProcess,
    readonly exit: Promise<unknown>,
  ) {
    child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    void exit.then(() => (this.isGone = true));
  }

  static async start({ root, databaseUrl, environment = {}, fault }: ServiceSettings): Promise<ServiceProcess> {
    const child = spawn(process.execPath, ['--require', join(__dirname, 'preload.cjs'), join(root, 'main.js')], {
      cwd: tmpdir(),
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        PORT: '0',
        DATABASE_URL: databaseUrl,
        PASSCODE_SECRET: 'a secret that all test instances share',
        CONFIRMATION_SETTLE_MS: '0',
        FAULT_ROOT: root,
        ...environment,
        ...(fault === undefined ? {} : { FAULT_POINT: fault.point, FAULT_AT: String(fault.at) }),
      },
    });
    const service = new ServiceProcess(child, once(child, 'close'));
    await service.waitUntilListening();
    return service;
  }

  get url(): string {
    return /endpoint\s+(http:\/\/[^/\s]+)/.exec(this.output)?.[1] ?? '';
  }

  get logs(): string {
    return this.output;
  }

  get hasEnded(): boolean {
    return this.isGone;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exit;
  }

  /** Asks it to stop. */
  terminate(): void {
    this.child.kill('SIGTERM');
  }

  private async waitUntilListening(): Promise<void> {
    while (this.url === '') {
      const ended = await Promise.race([
        this.exit,
        once(this.child.stdout ?? this.child, 'data').then(() => undefined),
      ]);
      if (ended !== undefined) throw new Error(`The service did not start: ${this.output}`);
    }
  }
}
