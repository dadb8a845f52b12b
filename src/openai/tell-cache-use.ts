import { type AgentEvent } from '../agent/agent-event';
import { type SetReplyHeader } from '../common/http/reply-header.decorator';

/** Passes the events on, and tells in a header whether the answer was given before. Says nothing where it could not have been. */
export async function* tellCacheUse(
  events: AsyncIterable<AgentEvent>,
  setHeader: SetReplyHeader,
): AsyncGenerator<AgentEvent> {
  for await (const event of events) {
    if (event.type === 'turn-start' && event.cache !== undefined) setHeader('x-cache', event.cache);
    yield event;
  }
}
