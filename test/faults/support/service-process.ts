import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PRELOAD = join(__dirname, '../children/service-preload.cjs');
const MODULES = join(__dirname, '../../../node_modules');

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

export type Sabotage = 'consume-twice' | 'key-of-tool-call' | 'commit-before-audit' | 'answer-before-commit';

/** What goes wrong in a process of the service, and when. */
export interface Fault {
  readonly point?: FailPoint | 'before_audit';
  /** The process dies when it gets to the point for the n-th time; 1 unless given. */
  readonly hit?: number;
  /** For `during_shutdown`: the latest time after the signal. */
  readonly shutdownMs?: number;
  readonly sabotage?: Sabotage;
}

interface StartOptions {
  readonly root: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly fault?: Fault;
  readonly onLog: (line: string) => void;
}

/** One process of the service, as it runs in production. */
export class ServiceProcess {
  readonly exited: Promise<NodeJS.Signals | null>;

  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {
    this.exited = isOver(child)
      ? Promise.resolve(child.signalCode)
      : once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
  }

  /** Resolves when it listens. */
  static async start(options: StartOptions): Promise<ServiceProcess> {
    const child = spawn(process.execPath, ['-r', PRELOAD, join(options.root, 'main.js')], {
      cwd: options.root,
      env: toEnvironment(options),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        options.onLog(text);
        if (output.length < 4_000) output += text;
      });
    }
    const port = await new Promise<number>((resolve, reject) => {
      child.once('message', (message) => {
        resolve((message as { readonly port: number }).port);
      });
      child.once('exit', (code, signal) => {
        reject(new Error(`The service did not start (${code ?? signal ?? ''}):\n${output}`));
      });
    });
    return new ServiceProcess(child, `http://127.0.0.1:${port}`);
  }

  get isRunning(): boolean {
    return !isOver(this.child);
  }

  /** @returns the signal that ended it. */
  async kill(): Promise<NodeJS.Signals | null> {
    this.child.kill('SIGKILL');
    return this.exited;
  }

  terminate(): void {
    this.child.kill('SIGTERM');
  }
}

function isOver(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function toEnvironment({ root, settings, fault = {} }: StartOptions): NodeJS.ProcessEnv {
  const { point, hit = 1, shutdownMs, sabotage } = fault;
  return {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    NODE_PATH: MODULES,
    NODE_ENV: 'production',
    PORT: '0',
    MODEL: 'embedded-dialog-1',
    OTP_WEBHOOK_URL: 'http://127.0.0.1:9/otp',
    DOCS: 'false',
    // A storm of requests is what the experiments are made of.
    RATE_LIMIT_REQUESTS_PER_MINUTE: '0',
    RATE_LIMIT_TOKENS_PER_MINUTE: '0',
    RATE_LIMIT_CALLER_REQUESTS_PER_MINUTE: '0',
    MAX_CONCURRENT_STREAMS: '0',
    ...settings,
    FAULT_SERVICE_ROOT: root,
    FAULT_HIT: String(hit),
    ...(point === undefined ? {} : { FAULT_POINT: point }),
    ...(shutdownMs === undefined ? {} : { FAULT_SHUTDOWN_MS: String(shutdownMs) }),
    ...(sabotage === undefined ? {} : { FAULT_SABOTAGE: sabotage }),
  };
}
