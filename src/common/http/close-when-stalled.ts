import { type ServerResponse } from 'node:http';
import { type Socket } from 'node:net';

/**
 * How long a client may take nothing of a reply. Node looks once per this time whether bytes went out since the last
 * look, so that a stalled connection is closed after at most twice as long: within 30 s, which no pause of a live
 * network lasts. Who does not listen costs a place in memory and a model that waits.
 */
export const WRITE_STALL_MS = 14_000;

/**
 * Closes the connection of a reply when its client has taken nothing for too long while something was to be sent; the
 * model's call ends with it. When nothing is to be sent, it is the model that thinks, and not the client that sleeps.
 * The timer is the socket's own: it keeps no process alive, starts anew with every write, and goes with the socket.
 */
export function closeWhenStalled(response: ServerResponse, stallMs: number): void {
  response.setTimeout(stallMs).on('timeout', (socket: Socket) => {
    if (socket.writableLength > 0) socket.destroy();
  });
}
