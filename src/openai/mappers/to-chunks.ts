import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { type AgentEvent } from '../../agent/agent-event';
import { type ClientToolCall } from '../../agent/agent-turn';
import { type CallForm } from './call-form';
import { mapFinishReason } from './map-finish-reason';
import { type ReplyIdentity } from './reply-identity';
import { toUsage } from './to-usage';

interface ChunkOptions {
  readonly identity: ReplyIdentity;
  readonly callForm: CallForm;
  /** Adds `usage: null` to every chunk and a last chunk that carries it. */
  readonly includeUsage: boolean;
}

type Choice = ChatCompletionChunk['choices'][number];
type Delta = Choice['delta'];

/**
 * Maps a turn to chunks in OpenAI's order: the role, the text as it comes, the calls, the finish reason, and the usage
 * if asked for.
 *
 * @throws Error when the turn has no end, which the agent rules out: half an answer must not look like a whole one.
 */
export async function* toChunks(
  events: AsyncIterable<AgentEvent>,
  { identity, callForm, includeUsage }: ChunkOptions,
): AsyncGenerator<ChatCompletionChunk> {
  let model = '';
  let hasRole = false;
  let callCount = 0;
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
    if (event.type === 'turn-start') model = event.model;
    if (event.type === 'turn-start' || event.type === 'tool-call' || event.type === 'tool-result') continue;
    // A message that begins with a call has no content.
    const content = event.type === 'client-tool-call' ? null : '';
    if (!hasRole) yield toChunk([toChoice({ role: 'assistant', content, refusal: null })]);
    hasRole = true;
    switch (event.type) {
      case 'text-delta':
        yield toChunk([toChoice({ content: event.text })]);
        break;
      case 'client-tool-call':
        for (const delta of toCallDeltas(event, callCount, callForm)) yield toChunk([toChoice(delta)]);
        callCount += 1;
        break;
      case 'turn-end':
        yield toChunk([toChoice({}, mapFinishReason(event.finishReason, callForm))]);
        if (includeUsage) yield toChunk([], toUsage(event.usage));
        return;
    }
  }
  throw new Error('The turn ended without turn-end.');
}

function toChoice(delta: Delta, finishReason: Choice['finish_reason'] = null): Choice {
  return { index: 0, delta, logprobs: null, finish_reason: finishReason };
}

/** First who is called, then with what: clients read the id, the type and the name from the first alone. */
function toCallDeltas({ id, name, inputJson }: ClientToolCall, index: number, { kind }: CallForm): readonly Delta[] {
  const text = inputJson === '' ? '{}' : inputJson;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- clients that ask in the deprecated form read no other
  if (kind === 'function') return [{ function_call: { name, arguments: '' } }, { function_call: { arguments: text } }];
  return [
    { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] },
    { tool_calls: [{ index, function: { arguments: text } }] },
  ];
}
