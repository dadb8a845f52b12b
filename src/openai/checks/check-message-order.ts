import { maskExcerpt } from '../../common/card-data/mask-excerpt';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { type FunctionMessageDto } from '../dto/messages/function-message.dto';
import { isPresent, type Objection } from './objection';

const ORPHAN =
  "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
const UNANSWERED =
  "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
  'The following tool_call_ids did not have response messages: ';
const MOST_IDS_SHOWN = 5;

/**
 * Results must answer calls, and calls must be answered before the assistant takes its next step. Two things are no
 * mistakes, since voice platforms send them: a turn that was cut short leaves calls open, whatever was said in it; and
 * "one moment", said while a tool runs, comes before the result.
 */
export function* checkMessageOrder(messages: readonly ChatMessageDto[]): Generator<Objection> {
  const knownIds = new Set<string>();
  const openIds = new Set<string>();
  /** The first message after the open calls that is no result of theirs. */
  let wentOnAt: number | undefined;
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
      case 'function':
        if (openIds.size === 0) wentOnAt = undefined;
        else wentOnAt ??= index;
        if (wentOnAt === undefined || !isStep(message)) break;
        yield objectToOpenCalls(wentOnAt, [...openIds]);
        openIds.clear();
        wentOnAt = undefined;
        break;
      case 'system':
      case 'developer':
        // Platforms put instructions anywhere, between a call and its result too.
        break;
    }
    for (const { id } of message.role === 'assistant' ? (message.tool_calls ?? []) : []) {
      knownIds.add(id);
      openIds.add(id);
    }
  }
}

/** Whether a message can come only from a model or a program that went on, and not from a mouth. */
function isStep(message: AssistantMessageDto | FunctionMessageDto): boolean {
  return message.role === 'function' || isPresent(message.tool_calls ?? message.function_call);
}

function objectToOrphan(index: number, id: string, hasCalls: boolean): Objection {
  const unknownId = `Invalid parameter: 'tool_call_id' of '${maskExcerpt(id)}' not found in 'tool_calls' of previous message.`;
  return {
    message: hasCalls ? unknownId : ORPHAN,
    param: `messages.[${index}].${hasCalls ? 'tool_call_id' : 'role'}`,
    code: null,
    leaveOut: [],
  };
}

function objectToOpenCalls(index: number, ids: readonly string[]): Objection {
  const shown = ids.slice(0, MOST_IDS_SHOWN).map(maskExcerpt).join(', ');
  return { message: `${UNANSWERED}${shown}`, param: `messages.[${index}].role`, code: null, leaveOut: [] };
}
