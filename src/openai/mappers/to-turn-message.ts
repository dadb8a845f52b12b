import { type TurnImage, type TurnMessage } from '../../agent/agent-turn';
import { readDataUrl } from '../checks/read-data-url';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { type ToolCallDto } from '../dto/messages/tool-call.dto';
import { type UserMessageDto } from '../dto/messages/user-message.dto';

/** One message of a validated request in the agent's terms. */
export function toTurnMessage(message: ChatMessageDto): TurnMessage {
  const text = toText(message.content);
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', text };
    case 'user': {
      const images = toImages(message.content);
      return images.length === 0 ? { role: 'user', text } : { role: 'user', text, images };
    }
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

function toImages(content: UserMessageDto['content']): readonly TurnImage[] {
  if (typeof content === 'string') return [];
  return (content ?? []).flatMap((part) => (part.type === 'image_url' ? toImage(part.image_url.url) : []));
}

/** Nothing else than a picture within the request itself gets this far, and nothing else would be looked at. */
function toImage(url: string): readonly TurnImage[] {
  const image = readDataUrl(url);
  return image.status === 'image' ? [{ format: image.format, base64: image.base64 }] : [];
}
