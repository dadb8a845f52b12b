import { once, setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { type BankAction, BankLedger, error } from './bank-ledger';
import { CardContract, type ContractOperation, type Reply } from './card-contract';
import { type BankFault, FaultPlan } from './fault-plan';

export const BANK_TOKEN = 'token-of-the-fake-bank';

interface FakeBankOptions {
  readonly seed?: string;
  /** 0..1, none unless given. */
  readonly faultRate?: number;
  readonly longestDelayMs?: number;
}

/** One copy of an action as it arrived. */
interface RecordedRequest {
  readonly key: string;
  readonly copy: number;
  readonly fault: BankFault['type'] | undefined;
}

/**
 * A bank's card system on loopback: real HTTP, the contract of docs/card-system.openapi.json, and faults that follow a
 * seed. Requests and replies that are not as the contract says are noted in `violations`.
 */
export class FakeBank {
  readonly ledger = new BankLedger();
  readonly requests: RecordedRequest[] = [];
  readonly violations: string[] = [];
  /** Requests of any kind, in whatever state the bank is. */
  received = 0;
  private readonly contract = new CardContract();
  private readonly plan: FaultPlan;
  private readonly copies = new Map<string, number>();
  private readonly inFlight = new Set<string>();
  private readonly lateCopies = new Set<Promise<unknown>>();
  private readonly brokenCards = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((failure: unknown) => {
      if (!this.stopping.signal.aborted) this.violations.push(`The fake bank failed: ${String(failure)}`);
      response.destroy();
    });
  });
  private port = 0;
  private isHealed = false;
  private mode: 'normal' | 'silent' | 'broken' = 'normal';

  constructor({ seed = 'seed', faultRate = 0, longestDelayMs = 500 }: FakeBankOptions = {}) {
    this.plan = new FaultPlan({ seed, rate: faultRate, longestDelayMs });
    // Every delay listens to it.
    setMaxListeners(0, this.stopping.signal);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    await this.comeUp();
    return this;
  }

  /** Connections are refused from now on; the address stays reserved for `comeUp`. */
  async goDown(): Promise<void> {
    if (!this.server.listening) return;
    await new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
      this.server.closeAllConnections();
    });
  }

  async comeUp(): Promise<void> {
    this.mode = 'normal';
    if (this.server.listening) return;
    await once(this.server.listen(this.port, '127.0.0.1'), 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  /** Takes requests and never answers. */
  fallSilent(): void {
    this.mode = 'silent';
  }

  /** Answers 503 to everything. */
  breakDown(): void {
    this.mode = 'broken';
  }

  /** Answers 503 to every action on that card. */
  breakCard(cardId: string): void {
    this.brokenCards.add(cardId);
  }

  mendCard(cardId: string): void {
    this.brokenCards.delete(cardId);
  }

  /** Resolves when no duplicate is on its way any more. */
  async receiveLateCopies(): Promise<void> {
    await Promise.all(this.lateCopies);
  }

  /** Nothing goes wrong with what arrives from now on. */
  heal(): void {
    this.isHealed = true;
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.goDown();
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    this.received += 1;
    const text = await readText(request);
    if (this.mode === 'silent') return;
    const body: unknown = text === '' ? undefined : JSON.parse(text);
    const operation = this.contract.find(method, path);
    this.violations.push(...this.contract.explainRequest({ method, path, headers, body }));
    if (operation === undefined) {
      send(response, error(404, 'unknown_path'));
      return;
    }
    const reply = await this.answer(request, { operation, body });
    if (reply === undefined) {
      response.destroy();
      return;
    }
    this.violations.push(...this.contract.explainReply(operation, reply));
    send(response, reply);
  }

  /** @returns `undefined` when the connection breaks instead. */
  private async answer(
    { url = '', headers }: IncomingMessage,
    { operation, body }: { readonly operation: ContractOperation; readonly body: unknown },
  ): Promise<Reply | undefined> {
    if (headers.authorization !== `Bearer ${BANK_TOKEN}`) return error(401, 'unauthorised');
    if (this.mode === 'broken') return error(503, 'unavailable');
    if (operation.id === 'checkHealth') return { status: 200, body: { status: 'ok' } };
    const cardInPath = decodeURIComponent(url.split('/')[3] ?? '');
    if (operation.id === 'getCard') return this.ledger.readCard(cardInPath);
    const fields = body as Readonly<Record<string, unknown>>;
    const key = String(headers['idempotency-key']);
    const cardId = operation.id === 'disputeTransaction' ? String(fields.cardId) : cardInPath;
    if (this.brokenCards.has(cardId)) return error(503, 'unavailable');
    return this.receive({ key, operationId: operation.id, cardId, body: fields });
  }

  private async receive(action: BankAction): Promise<Reply | undefined> {
    const copy = (this.copies.get(action.key) ?? 0) + 1;
    this.copies.set(action.key, copy);
    const fault = this.isHealed ? undefined : this.plan.choose(action.key, copy);
    this.requests.push({ key: action.key, copy, fault: fault?.type });
    switch (fault?.type) {
      case 'lost-request':
        return undefined;
      case 'lost-reply':
        this.apply(action);
        return undefined;
      case 'spoilt-reply':
        this.apply(action);
        return error(503, 'unavailable');
      case 'duplicate':
        this.applyLater(action, fault.delayMs);
        return this.apply(action);
      case 'late':
        await this.wait(fault.delayMs);
        return this.apply(action);
      case 'slow':
        return this.applySlowly(action, fault.delayMs);
      case undefined:
        return this.apply(action);
    }
  }

  private apply(action: BankAction): Reply {
    return this.inFlight.has(action.key) ? error(409, 'action_in_flight') : this.ledger.apply(action);
  }

  private applyLater(action: BankAction, delayMs: number): void {
    const arrival = this.wait(delayMs).then(
      () => this.apply(action),
      () => undefined,
    );
    this.lateCopies.add(arrival);
    void arrival.then(() => this.lateCopies.delete(arrival));
  }

  private async applySlowly(action: BankAction, delayMs: number): Promise<Reply> {
    if (this.inFlight.has(action.key)) return error(409, 'action_in_flight');
    this.inFlight.add(action.key);
    await this.wait(delayMs);
    this.inFlight.delete(action.key);
    return this.ledger.apply(action);
  }

  private async wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.stopping.signal });
  }
}

function send(response: ServerResponse, { status, body }: Reply): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
