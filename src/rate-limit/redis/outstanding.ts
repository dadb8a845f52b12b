/** What this instance has of one key, of which Redis may not know. */
export interface Account {
  readonly keyId: string;
  /** The streams that are under way. */
  readonly open: ReadonlySet<string>;
  /** Those that Redis was asked to grant, and has not answered. */
  readonly asked: ReadonlySet<string>;
  /** Grows with each change. */
  readonly version: number;
}

interface OwnAccount extends Account {
  readonly open: Set<string>;
  readonly asked: Set<string>;
  version: number;
  owedTokens: number;
  owedSinceMs: number;
}

/**
 * Knows what Redis should know of this instance, whatever became of the commands that were to tell it: the streams that
 * it has, so that all others can be removed, and the tokens of settlements that were not sent. There are no more entries
 * than keys and streams under way.
 */
export class Outstanding {
  private readonly accounts = new Map<string, OwnAccount>();

  /** @param periodMs after which a bucket is full again, whatever was owed to it. */
  constructor(private readonly periodMs: number) {}

  get all(): readonly Account[] {
    return [...this.accounts.values()];
  }

  ask(keyId: string, slot: string): void {
    this.change(keyId).asked.add(slot);
  }

  open(keyId: string, slot: string): void {
    const account = this.change(keyId);
    account.asked.delete(slot);
    account.open.add(slot);
  }

  close(keyId: string, slot: string): void {
    const account = this.change(keyId);
    account.asked.delete(slot);
    account.open.delete(slot);
  }

  owe(keyId: string, tokens: number, nowMs: number): void {
    if (tokens === 0) return;
    const account = this.change(keyId);
    if (account.owedTokens === 0) account.owedSinceMs = nowMs;
    account.owedTokens += tokens;
  }

  /** What is owed is sent once: twice would be worse than not at all. */
  collect(keyId: string, nowMs: number): number {
    const account = this.accounts.get(keyId);
    if (account === undefined) return 0;
    const { owedTokens, owedSinceMs } = account;
    account.owedTokens = 0;
    return nowMs - owedSinceMs < this.periodMs ? owedTokens : 0;
  }

  /** Redis knows of an account as it was; nothing is left to say when it is empty, and still the same. */
  markTold({ keyId, version }: Pick<Account, 'keyId' | 'version'>): void {
    const account = this.accounts.get(keyId);
    if (account?.version !== version) return;
    if (account.open.size === 0 && account.asked.size === 0) this.accounts.delete(keyId);
  }

  private change(keyId: string): OwnAccount {
    const account = this.accounts.get(keyId) ?? createAccount(keyId);
    this.accounts.set(keyId, account);
    account.version += 1;
    return account;
  }
}

function createAccount(keyId: string): OwnAccount {
  return { keyId, open: new Set(), asked: new Set(), version: 0, owedTokens: 0, owedSinceMs: 0 };
}
