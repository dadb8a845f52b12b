import { type KeptCall } from '../../conversation/conversation.types';
import { type ModelMessage, type ModelToolCall, type ModelToolResult } from '../../language-model/language-model';
import { mayHaveKept } from './client-call-id';

/** The ids in a history under which calls of the server's tools may have been kept. */
export function listKeptIds(messages: readonly ModelMessage[]): readonly string[] {
  return messages.flatMap((message) => (message.role === 'assistant' ? findKeptId(message.toolCalls) : []));
}

/**
 * Puts back what the client never saw: the calls of the server's tools beside its own, and their results, so that the
 * model reads its own step as it took it. The client's results follow in the next message that is not the assistant's,
 * which may say something meanwhile, or are missing when the caller spoke into the turn.
 */
export function restoreServerCalls(
  messages: readonly ModelMessage[],
  kept: ReadonlyMap<string, readonly KeptCall[]>,
): readonly ModelMessage[] {
  if (kept.size === 0) return messages;
  const restored: ModelMessage[] = [];
  let pending: readonly KeptCall[] = [];
  for (const message of messages) {
    if (message.role === 'assistant') {
      const found = findKeptId(message.toolCalls).flatMap((id) => kept.get(id) ?? []);
      const calls = found.map(({ id, name, inputJson }) => ({ id, name, inputJson }));
      restored.push({ ...message, toolCalls: [...calls, ...message.toolCalls] });
      pending = [...pending, ...found];
      continue;
    }
    const results = toResults(pending);
    pending = [];
    if (message.role === 'tool') {
      restored.push({ role: 'tool', results: [...results, ...message.results] });
      continue;
    }
    if (results.length > 0) restored.push({ role: 'tool', results });
    restored.push(message);
  }
  return pending.length === 0 ? restored : [...restored, { role: 'tool', results: toResults(pending) }];
}

function toResults(calls: readonly KeptCall[]): readonly ModelToolResult[] {
  return calls.map(({ id, output, isError }) => ({ toolCallId: id, output, isError }));
}

/** The first call of a batch carries what belongs to all of them. */
function findKeptId(toolCalls: readonly ModelToolCall[]): readonly string[] {
  const [first] = toolCalls;
  return first !== undefined && mayHaveKept(first.id) ? [first.id] : [];
}
