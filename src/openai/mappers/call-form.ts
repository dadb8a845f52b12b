import { type CreateChatCompletionDto } from '../dto/create-chat-completion.dto';

/** How a reply tells of calls. */
export interface CallForm {
  /** As tool calls, or as the one function call of the deprecated form. */
  readonly kind: 'tools' | 'function';
  /** Whether the client demanded the call by its name. */
  readonly isNamed: boolean;
}

export function toCallForm({ tool_choice: choice, function_call: call, functions }: CreateChatCompletionDto): CallForm {
  if ((functions ?? undefined) !== undefined) {
    return { kind: 'function', isNamed: typeof call === 'object' && call !== null };
  }
  return { kind: 'tools', isNamed: typeof choice === 'object' && choice?.type === 'function' };
}
