import { type ModelHealth } from '../language-model';

const DEFAULT_KEEP_MS = 10_000;

interface RememberedHealthOptions {
  readonly probe: () => Promise<ModelHealth>;
  readonly keepMs?: number;
  readonly readNowMs?: () => number;
}

/** Remembers the last answer for a while and lets concurrent askers share one probe, so that health checks stay cheap. */
export class RememberedHealth {
  private readonly keepMs: number;
  private readonly readNowMs: () => number;
  private last: { readonly health: ModelHealth; readonly atMs: number } | undefined;
  private running: Promise<ModelHealth> | undefined;

  constructor(private readonly options: RememberedHealthOptions) {
    this.keepMs = options.keepMs ?? DEFAULT_KEEP_MS;
    this.readNowMs = options.readNowMs ?? ((): number => performance.now());
  }

  check(): Promise<ModelHealth> {
    if (this.last !== undefined && this.readNowMs() - this.last.atMs < this.keepMs) {
      return Promise.resolve(this.last.health);
    }
    this.running ??= this.probe();
    return this.running;
  }

  private async probe(): Promise<ModelHealth> {
    try {
      const health = await this.options.probe();
      this.last = { health, atMs: this.readNowMs() };
      return health;
    } finally {
      this.running = undefined;
    }
  }
}
