import { type FastifyReply, type FastifyRequest } from 'fastify';
import { isGranted } from './request-access';
import { clockOf } from './request-clock';
import { toServerTiming } from './server-timing';

/** The version of OpenAI's interface that replies follow; it has had no other. */
export const OPENAI_VERSION = '2020-10-01';

/** Seconds after which to try again, where nobody knows better. */
export const DEFAULT_RETRY_AFTER_SECONDS = 2;

/** Told to wait: retrying at once would make matters worse. */
const WAIT_STATUSES: readonly number[] = [429, 503];

/** Begins every reply: what is known before anything has been looked at. */
export function beginReply({ id, raw }: FastifyRequest, reply: FastifyReply): void {
  clockOf(raw);
  void reply.headers({ 'x-request-id': id, 'openai-version': OPENAI_VERSION });
}

/**
 * Ends the head of every reply, whatever it is. How the time was spent is told to those who may be here at all, and
 * not at the head of a stream, whose time is still to come.
 */
export function completeReply(request: FastifyRequest, reply: FastifyReply): void {
  const clock = clockOf(request.raw);
  void reply.header('openai-processing-ms', Math.round(clock.elapsedMs()));
  if (isGranted(request) && !isStream(reply)) void reply.header('server-timing', toServerTiming(clock));
  if (WAIT_STATUSES.includes(reply.statusCode) && !reply.hasHeader('retry-after')) {
    void reply.header('retry-after', DEFAULT_RETRY_AFTER_SECONDS);
  }
}

function isStream(reply: FastifyReply): boolean {
  return String(reply.getHeader('content-type')).startsWith('text/event-stream');
}
