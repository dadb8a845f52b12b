import { AssistantMessageDto } from './messages/assistant-message.dto';
import { FunctionMessageDto } from './messages/function-message.dto';
import { InstructionMessageDto } from './messages/instruction-message.dto';
import { ToolMessageDto } from './messages/tool-message.dto';
import { UserMessageDto } from './messages/user-message.dto';

/** One message of the conversation; its role says which it is. */
export type ChatMessageDto =
  InstructionMessageDto | UserMessageDto | AssistantMessageDto | ToolMessageDto | FunctionMessageDto;

export const CHAT_MESSAGES = {
  system: InstructionMessageDto,
  developer: InstructionMessageDto,
  user: UserMessageDto,
  assistant: AssistantMessageDto,
  tool: ToolMessageDto,
  function: FunctionMessageDto,
} satisfies Record<ChatMessageDto['role'], new () => ChatMessageDto>;
