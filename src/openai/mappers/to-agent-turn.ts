import { type AgentTurn, type TurnMessage } from '../../agent/agent-turn';
import { toTurnRights } from '../../agent/to-turn-rights';
import { type RequestScope } from '../../common/http/request-scope.decorator';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { type ToolCallDto } from '../dto/messages/tool-call.dto';

/** Maps a validated request to the agent's terms. `null` means absent. */
export function toAgentTurn(body: CreateChatCompletionDto, { access, ...request }: RequestScope): AgentTurn {
  return {
    messages: body.messages.map(toTurnMessage),
    sampling: toSampling(body),
    ...toTurnRights(access),
    ...request,
  };
}

function toSampling(body: CreateChatCompletionDto): AgentTurn['sampling'] {
  const maxTokens = body.max_completion_tokens ?? body.max_tokens ?? undefined;
  const temperature = body.temperature ?? undefined;
  const topP = body.top_p ?? undefined;
  const stop = body.stop ?? undefined;
  return {
    ...(temperature === undefined ? {} : { temperature }),
    ...(topP === undefined ? {} : { topP }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(stop === undefined ? {} : { stopSequences: typeof stop === 'string' ? [stop] : stop }),
  };
}

function toTurnMessage(message: ChatMessageDto): TurnMessage {
  const text = toText(message.content);
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', text };
    case 'user':
      return { role: 'user', text };
    case 'assistant':
      return { role: 'assistant', text: text === '' ? (message.refusal ?? '') : text, toolCalls: toToolCalls(message) };
    case 'tool':
      return { role: 'tool', toolCallId: message.tool_call_id, text };
    case 'function':
      return { role: 'tool', toolCallId: toFunctionCallId(message.name), text };
  }
}

type ToolCalls = Extract<TurnMessage, { role: 'assistant' }>['toolCalls'];

function toToolCalls({ tool_calls: toolCalls, function_call: functionCall }: AssistantMessageDto): ToolCalls {
  const calls = (toolCalls ?? []).map(toModelCall);
  if (functionCall === undefined || functionCall === null) return calls;
  const { name, arguments: inputJson } = functionCall;
  return [...calls, { id: toFunctionCallId(name), name, inputJson }];
}

function toModelCall(call: ToolCallDto): ToolCalls[number] {
  if (call.type === 'custom') return { id: call.id, name: call.custom.name, inputJson: call.custom.input };
  return { id: call.id, name: call.function.name, inputJson: call.function.arguments };
}

/** The deprecated form has no ids: a function's result belongs to the call of the same name. */
function toFunctionCallId(name: string): string {
  return `function_${name}`;
}

function toText(content: ChatMessageDto['content']): string {
  if (content === undefined || content === null) return '';
  if (typeof content === 'string') return content;
  return content.flatMap(toPartText).join('\n');
}

type Part = Exclude<ChatMessageDto['content'], string | null | undefined>[number];

function toPartText(part: Part): readonly string[] {
  if (part.type === 'text') return [part.text];
  return part.type === 'refusal' ? [part.refusal] : [];
}
