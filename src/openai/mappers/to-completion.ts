import type { ChatCompletion, ChatCompletionMessage } from 'openai/resources/chat/completions';
import { type AgentEvent } from '../../agent/agent-event';
import { type ClientToolCall } from '../../agent/agent-turn';
import { type CallForm } from './call-form';
import { mapFinishReason } from './map-finish-reason';
import { type ReplyIdentity } from './reply-identity';
import { toUsage } from './to-usage';

type Metadata = Readonly<Record<string, string>>;

/** OpenAI's replies echo the metadata; the package's type does not say so yet. */
export type Completion = ChatCompletion & { readonly metadata?: Metadata };

interface CompletionOptions {
  readonly identity: ReplyIdentity;
  readonly callForm: CallForm;
  /** Echoed; absent when the request had none. */
  readonly metadata?: Metadata | undefined;
}

/** Folds a turn into one completion. @throws Error when the turn has no end, which the agent rules out. */
export async function toCompletion(events: AsyncIterable<AgentEvent>, options: CompletionOptions): Promise<Completion> {
  const texts: string[] = [];
  const calls: ClientToolCall[] = [];
  let model = '';
  for await (const event of events) {
    switch (event.type) {
      case 'turn-start':
        model = event.model;
        break;
      case 'text-delta':
        texts.push(event.text);
        break;
      case 'client-tool-call':
        calls.push(event);
        break;
      case 'turn-end':
        return complete({ model, message: toMessage(texts.join(''), calls, options.callForm), end: event }, options);
      case 'tool-call':
      case 'tool-result':
        break;
    }
  }
  throw new Error('The turn ended without turn-end.');
}

interface Answer {
  readonly model: string;
  readonly message: ChatCompletionMessage;
  readonly end: Extract<AgentEvent, { type: 'turn-end' }>;
}

function complete(
  { model, message, end }: Answer,
  { identity, callForm, metadata }: CompletionOptions,
): ChatCompletion {
  return {
    id: identity.id,
    object: 'chat.completion',
    created: identity.created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: mapFinishReason(end.finishReason, callForm) }],
    usage: toUsage(end.usage),
    service_tier: 'default',
    ...(metadata === undefined ? {} : { metadata }),
  };
}

function toMessage(text: string, calls: readonly ClientToolCall[], form: CallForm): ChatCompletionMessage {
  const [first] = calls;
  const said = { role: 'assistant' as const, content: text, refusal: null, annotations: [] };
  if (first === undefined) return said;
  const content = text === '' ? null : text;
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- clients that ask in the deprecated form read no other
  if (form.kind === 'function') return { ...said, content, function_call: toFunction(first) };
  return {
    ...said,
    content,
    tool_calls: calls.map((call) => ({ id: call.id, type: 'function', function: toFunction(call) })),
  };
}

function toFunction({ name, inputJson }: ClientToolCall): { name: string; arguments: string } {
  return { name, arguments: inputJson === '' ? '{}' : inputJson };
}
