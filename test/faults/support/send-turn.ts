import { Agent, request as openRequest } from 'node:http';
import { type Outcome } from '../history';

/** When the caller hangs up on a request, if at all. */
export type Cut =
  | { readonly afterMs: number }
  /** After so many pieces of the stream; 0 is as soon as the headers have come. */
  | { readonly afterChunks: number };

export interface SentTurn {
  readonly url: string;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;
  readonly cut?: Cut;
}

export interface ReceivedReply {
  readonly outcome: Outcome;
  readonly status?: number;
  readonly text: string;
  readonly requestId?: string;
}

const DEADLINE_MS = 15_000;
const BAD_REQUEST = 400;
const SERVER_ERROR = 500;

/** Each request has a connection of its own, so that a refused one has surely reached nobody. */
const agent = new Agent({ keepAlive: false });

/** Sends one turn and reads what is spoken, whatever happens to the connection. Never rejects. */
export function sendTurn({ url, body, headers, cut }: SentTurn): Promise<ReceivedReply> {
  return new Promise((resolve) => {
    let raw = '';
    let chunks = 0;
    let isCut = false;
    let status: number | undefined;
    let requestId: string | undefined;
    const cutAfterMs = cut !== undefined && 'afterMs' in cut ? cut.afterMs : DEADLINE_MS;
    const cutAfterChunks = cut !== undefined && 'afterChunks' in cut ? cut.afterChunks : Infinity;
    const text = JSON.stringify(body);
    const request = openRequest(url, {
      method: 'POST',
      agent,
      headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) },
    });
    const hangUp = (): void => {
      isCut = true;
      request.destroy();
    };
    const timer = setTimeout(hangUp, cutAfterMs);
    const finish = (ended: Outcome): void => {
      clearTimeout(timer);
      const outcome = status === undefined ? ended : judge(status, { raw, ended });
      const known = { ...(status === undefined ? {} : { status }), ...(requestId === undefined ? {} : { requestId }) };
      resolve({ outcome, text: readSpoken(raw), ...known });
    };
    request.on('error', (error: NodeJS.ErrnoException) => {
      finish(error.code === 'ECONNREFUSED' ? 'fail' : 'info');
    });
    request.on('response', (response) => {
      status = response.statusCode;
      requestId = String(response.headers['x-request-id'] ?? '');
      if (cutAfterChunks === 0) hangUp();
      response.setEncoding('utf8').on('data', (chunk: string) => {
        raw += chunk;
        chunks += 1;
        if (chunks >= cutAfterChunks) hangUp();
      });
      response.on('error', () => undefined);
      response.on('close', () => {
        finish(response.complete && !isCut ? 'ok' : 'info');
      });
    });
    request.end(text);
  });
}

function judge(status: number, { raw, ended }: { readonly raw: string; readonly ended: Outcome }): Outcome {
  if (ended !== 'ok') return 'info';
  if (status >= SERVER_ERROR) return 'info';
  if (status >= BAD_REQUEST) return 'fail';
  if (!raw.startsWith('data:')) return 'ok';
  return raw.includes('data: [DONE]') && !raw.includes('data: {"error"') ? 'ok' : 'info';
}

interface Choice {
  readonly delta?: { readonly content?: string | null };
  readonly message?: { readonly content?: string | null };
}

/** The text of a completion, or of as many chunks as have come. */
function readSpoken(raw: string): string {
  const parts = raw.startsWith('data:') ? raw.split('\n').map((line) => line.replace(/^data: /, '')) : [raw];
  return parts.map(readPart).join('');
}

function readPart(part: string): string {
  try {
    const { choices = [] } = JSON.parse(part) as { readonly choices?: readonly Choice[] };
    return choices.map(({ delta, message }) => delta?.content ?? message?.content ?? '').join('');
  } catch {
    // Not JSON: the end mark, an empty line, or a piece that broke off.
    return '';
  }
}
