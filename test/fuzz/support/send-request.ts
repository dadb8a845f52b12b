import { type Agent, type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { type FuzzRequest } from './request-arbitrary';

/** Nothing that the service does takes this long, so that a reply which is not there by then hangs. */
const HANGS_AFTER_MS = 10_000;

export interface FuzzReply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
}

/** @throws Error when no whole reply comes. */
export async function sendRequest(url: string, request: FuzzRequest, agent: Agent): Promise<FuzzReply> {
  const { promise, reused } = sendOnce(url, request, agent);
  try {
    return await promise;
  } catch (error) {
    // A kept connection may close just when the next request sets out, as the protocol allows; anything else is wrong.
    const isRace = error instanceof Error && 'code' in error && ['ECONNRESET', 'EPIPE'].includes(String(error.code));
    if (isRace && reused()) return await sendOnce(url, request, agent).promise;
    throw error;
  }
}

interface Sending {
  readonly promise: Promise<FuzzReply>;
  readonly reused: () => boolean;
}

function sendOnce(url: string, { method, path, headers, body }: FuzzRequest, agent: Agent): Sending {
  const { hostname, port } = new URL(url);
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) };
  const outgoing = openRequest({ hostname, port, method, path, agent, headers: { ...headers, ...length } });
  return { promise: receive(outgoing, body), reused: () => outgoing.reusedSocket };
}

async function receive(outgoing: ClientRequest, body: FuzzRequest['body']): Promise<FuzzReply> {
  const limit = setTimeout(
    () => outgoing.destroy(new Error(`No whole reply within ${HANGS_AFTER_MS} ms.`)),
    HANGS_AFTER_MS,
  );
  try {
    const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
      outgoing.on('error', reject).on('response', resolve).end(body);
    });
    const text = await readText(incoming);
    return { status: incoming.statusCode ?? 0, headers: incoming.headers, text };
  } finally {
    clearTimeout(limit);
  }
}
