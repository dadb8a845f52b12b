import { type ChatMessageDto } from '../dto/chat-message.dto';
import { showValue } from '../errors/error-wording';
import { type Objection } from './objection';

const ORPHAN =
  "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
const UNANSWERED =
  "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
  'The following tool_call_ids did not have response messages: ';
const MOST_IDS_SHOWN = 5;

/**
 * Results must answer calls, and calls must be answered before the assistant goes on. A turn that was cut short may
 * leave calls open: voice platforms send such histories whenever the caller speaks into a turn.
 */
export function* checkMessageOrder(messages: readonly ChatMessageDto[]): Generator<Objection> {
  const knownIds = new Set<string>();
  const openIds = new Set<string>();
  for (const [index, message] of messages.entries()) {
    switch (message.role) {
      case 'tool':
        if (!knownIds.has(message.tool_call_id)) yield objectToOrphan(index, message.tool_call_id, knownIds.size > 0);
        openIds.delete(message.tool_call_id);
        break;
      case 'user':
        // Whoever speaks into a turn ends it, with all that it had begun.
        openIds.clear();
        break;
      case 'assistant':
        // Words alone: platforms say "one moment" while a tool runs, and the result comes after it.
        if ((message.tool_calls ?? []).length === 0) break;
        if (openIds.size > 0) yield objectToOpenCalls(index, [...openIds]);
        openIds.clear();
        break;
      case 'function':
        if (openIds.size > 0) yield objectToOpenCalls(index, [...openIds]);
        openIds.clear();
        break;
      case 'system':
      case 'developer':
        // Platforms put instructions anywhere, between a call and its result too.
        break;
    }
    if (message.role !== 'assistant') continue;
    for (const { id } of message.tool_calls ?? []) {
      knownIds.add(id);
      openIds.add(id);
    }
  }
}

function objectToOrphan(index: number, id: string, hasCalls: boolean): Objection {
  const unknownId = `Invalid parameter: 'tool_call_id' of '${showValue(id)}' not found in 'tool_calls' of previous message.`;
  return {
    message: hasCalls ? unknownId : ORPHAN,
    param: `messages.[${index}].${hasCalls ? 'tool_call_id' : 'role'}`,
    code: null,
    leaveOut: [],
  };
}

function objectToOpenCalls(index: number, ids: readonly string[]): Objection {
  const shown = ids.slice(0, MOST_IDS_SHOWN).map(showValue).join(', ');
  return { message: `${UNANSWERED}${shown}`, param: `messages.[${index}].role`, code: null, leaveOut: [] };
}
