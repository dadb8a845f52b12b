import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';

/** How a reply tells of calls: as tool calls, as the one tool call that was demanded, or in the deprecated form. */
export type CallForm = 'tools' | 'named-tool' | 'function';

export function toCallForm({ tool_choice: choice, functions }: CreateChatCompletionDto): CallForm {
  if ((functions ?? undefined) !== undefined) return 'function';
  return typeof choice === 'object' && choice?.type === 'function' ? 'named-tool' : 'tools';
}
