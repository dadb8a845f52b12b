import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { type AgentEvent } from '../../agent/agent-event';
import { mapFinishReason } from './map-finish-reason';
import { type ReplyIdentity } from './reply-identity';
import { toUsage } from './to-usage';

interface ChunkOptions {
  readonly identity: ReplyIdentity;
  /** Adds `usage: null` to every chunk and a last chunk that carries it. */
  readonly includeUsage: boolean;
}

type Choice = ChatCompletionChunk['choices'][number];

/**
 * Maps a turn to chunks in OpenAI's order: the role, the text as it comes, the finish reason, and the usage if asked for.
 *
 * @throws Error when the turn has no end, which the agent rules out: half an answer must not look like a whole one.
 */
export async function* toChunks(
  events: AsyncIterable<AgentEvent>,
  { identity, includeUsage }: ChunkOptions,
): AsyncGenerator<ChatCompletionChunk> {
  let model = '';
  const toChunk = (choices: Choice[], usage: ChatCompletionChunk['usage'] = null): ChatCompletionChunk => ({
    id: identity.id,
    object: 'chat.completion.chunk',
    created: identity.created,
    model,
    choices,
    service_tier: 'default',
    ...(includeUsage ? { usage } : {}),
  });
  for await (const event of events) {
    switch (event.type) {
      case 'turn-start':
        model = event.model;
        yield toChunk([toChoice({ role: 'assistant', content: '', refusal: null })]);
        break;
      case 'text-delta':
        yield toChunk([toChoice({ content: event.text })]);
        break;
      case 'turn-end':
        yield toChunk([toChoice({}, mapFinishReason(event.finishReason))]);
        if (includeUsage) yield toChunk([], toUsage(event.usage));
        return;
      case 'tool-call':
      case 'tool-result':
        break;
    }
  }
  throw new Error('The turn ended without turn-end.');
}

function toChoice(delta: Choice['delta'], finishReason: Choice['finish_reason'] = null): Choice {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason };
}
