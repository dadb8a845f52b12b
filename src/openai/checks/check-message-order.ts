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
 * leave calls open: voice platforms send such histories whenever the caller speaks into a turn. They also say "one
 * moment" while a tool runs, so words of the assistant may come before the result, if it does come.
 */
export function* checkMessageOrder(messages: readonly ChatMessageDto[]): Generator<Objection> {
  const knownIds = new Set<string>();
  const openIds = new Set<string>();
  /** Where the assistant spoke over open calls. */
  let spokeAt: number | undefined;
  for (const [index, message] of messages.entries()) {
    switch (message.role) {
      case 'tool':
        if (!knownIds.has(message.tool_call_id)) yield objectToOrphan(index, message.tool_call_id, knownIds.size > 0);
        openIds.delete(message.tool_call_id);
        break;
      case 'user':
        // Whoever speaks into a turn ends it, with all that it had begun.
        if (spokeAt === undefined) openIds.clear();
        break;
      case 'assistant':
      case 'function':
        if (openIds.size > 0) spokeAt ??= index;
        break;
      case 'system':
      case 'developer':
        // Platforms put instructions anywhere, between a call and its result too.
        break;
    }
    if (openIds.size === 0) spokeAt = undefined;
    const calls = message.role === 'assistant' ? (message.tool_calls ?? []) : [];
    if (spokeAt !== undefined && (calls.length > 0 || message.role === 'user' || message.role === 'function')) {
      yield objectToOpenCalls(spokeAt, [...openIds]);
      openIds.clear();
      spokeAt = undefined;
    }
    for (const { id } of calls) {
      knownIds.add(id);
      openIds.add(id);
    }
  }
  if (spokeAt !== undefined) yield objectToOpenCalls(spokeAt, [...openIds]);
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
