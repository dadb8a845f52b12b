import http from 'node:http';
import https from 'node:https';
import { CardSystemError } from '../card-system-error';
import { type BankReply } from './bank-reply';
import { type BankRequest } from './to-bank-request';

export interface BankConnectionSettings {
  /** Without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** For one whole exchange: connection, TLS, request and reply. */
  readonly callMs: number;
}

const MAX_REPLY_BYTES = 16_384;
const AGENT_OPTIONS = { keepAlive: true, keepAliveMsecs: 30_000, maxSockets: 64 } as const;

/**
 * Speaks HTTP with the bank: one exchange, bounded in time and size, over connections that are kept. Redirects are
 * replies like others and never followed, so that the token goes to the configured host alone.
 */
export class BankConnection {
  private readonly transport: typeof http | typeof https;
  private readonly agent: http.Agent;

  constructor(private readonly settings: BankConnectionSettings) {
    const isPlain = settings.url.startsWith('http:');
    this.transport = isPlain ? http : https;
    this.agent = isPlain ? new http.Agent(AGENT_OPTIONS) : new https.Agent(AGENT_OPTIONS);
  }

  /** @throws CardSystemError `card_system_unavailable` when no whole reply arrived; the request may have taken effect. */
  async send(request: BankRequest): Promise<BankReply> {
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    const exchange = this.transport.request(this.settings.url + request.path, {
      method: request.method,
      agent: this.agent,
      headers: this.headersOf(request, body),
    });
    const { callMs } = this.settings;
    const limit = setTimeout(() => exchange.destroy(new Error(`No whole reply within ${callMs} ms.`)), callMs);
    try {
      return await receiveReply(exchange.end(body));
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CardSystemError('card_system_unavailable', `The card system gave no answer. ${why}`, { cause });
    } finally {
      clearTimeout(limit);
    }
  }

  close(): void {
    this.agent.destroy();
  }

  private headersOf(request: BankRequest, body: string | undefined): http.OutgoingHttpHeaders {
    return {
      authorization: `Bearer ${this.settings.token}`,
      accept: 'application/json',
      ...(request.idempotencyKey === undefined ? {} : { 'idempotency-key': request.idempotencyKey }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    };
  }
}

function receiveReply(exchange: http.ClientRequest): Promise<BankReply> {
  return new Promise((resolve, reject) => {
    exchange.on('error', reject).on('response', (response) => {
      readBody(response).then((body) => {
        resolve({ status: response.statusCode ?? 0, body });
      }, reject);
    });
  });
}

/** A reply that breaks off, or does not end, is none. */
async function readBody(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_REPLY_BYTES) throw new Error(`The reply is larger than ${MAX_REPLY_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
