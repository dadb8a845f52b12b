import { type ChatMessageDto } from '../dto/chat-message.dto';
import { type AssistantMessageDto } from '../dto/messages/assistant-message.dto';
import { OpenAiError } from '../errors/openai-error';

/**
 * How many characters (UTF-16 code units) all messages may have together. An hour of talk has some 60,000; the limit
 * keeps the time that reading and masking take within a fraction of a second, whatever is sent.
 */
export const MAX_MESSAGE_CHARACTERS = 400_000;

/** @throws OpenAiError when the texts of a conversation, the arguments of its calls included, are too long together. */
export function assertFitsContext(messages: readonly ChatMessageDto[]): void {
  const length = messages.reduce((sum, message) => sum + countCharacters(message), 0);
  if (length <= MAX_MESSAGE_CHARACTERS) return;
  throw new OpenAiError({
    status: 400,
    message:
      `This model's maximum context length is ${MAX_MESSAGE_CHARACTERS} characters. However, your messages resulted ` +
      `in ${length} characters. Please reduce the length of the messages.`,
    param: 'messages',
    code: 'context_length_exceeded',
  });
}

function countCharacters(message: ChatMessageDto): number {
  const texts = [...toTexts(message.content), ...(message.role === 'assistant' ? toCallTexts(message) : [])];
  return texts.reduce((sum, { length }) => sum + length, 0);
}

function toCallTexts({ tool_calls: calls, function_call: call, refusal }: AssistantMessageDto): readonly string[] {
  return [
    ...(calls ?? []).map((made) => (made.type === 'custom' ? made.custom.input : made.function.arguments)),
    call?.arguments ?? '',
    refusal ?? '',
  ];
}

/** Pictures are bounded by the size of a body, and nobody reads them here. */
function toTexts(content: ChatMessageDto['content']): readonly string[] {
  if (typeof content === 'string') return [content];
  return (content ?? []).map((part) =>
    part.type === 'text' ? part.text : part.type === 'refusal' ? part.refusal : '',
  );
}
