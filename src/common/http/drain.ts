import { type IncomingMessage } from 'node:http';
import { finished } from 'node:stream/promises';

/**
 * Reads what is left of a request and forgets it. A client that is still sending when the connection closes sees a
 * broken pipe and never the reply, so a refusal waits for the rest; the server's request timeout bounds the wait.
 */
export async function drain(request: IncomingMessage): Promise<void> {
  if (request.readableEnded || request.destroyed) return;
  request.resume();
  // A client that goes away meanwhile has nothing left to send, which is all that counts here.
  await finished(request, { writable: false }).catch(() => undefined);
}
