import { ApiExtraModels, ApiSchema, IntersectionType } from '@nestjs/swagger';
import { AccountParametersDto } from './account-parameters.dto';
import { CHAT_MESSAGES } from './chat-message.dto';
import { ConversationParametersDto } from './conversation-parameters.dto';
import { CustomVoiceDto } from './output/audio-output.dto';
import { RESPONSE_FORMATS } from './output/response-format.dto';
import { OutputParametersDto } from './output-parameters.dto';
import { SamplingParametersDto } from './sampling-parameters.dto';
import { ToolParametersDto } from './tool-parameters.dto';
import { NamedFunctionDto, TOOL_CHOICES } from './tools/tool-choice.dto';
import { TOOLS } from './tools/tool.dto';

/** The body of a chat completion request. `null` means absent, and fields that are not listed here are ignored. */
@ApiSchema({ name: 'CreateChatCompletionRequest' })
// Of a class that is mixed in, the generator forgets which models it refers to.
@ApiExtraModels(...Object.values(CHAT_MESSAGES), ...Object.values(TOOLS), ...Object.values(TOOL_CHOICES))
@ApiExtraModels(...Object.values(RESPONSE_FORMATS), NamedFunctionDto, CustomVoiceDto)
export class CreateChatCompletionDto extends IntersectionType(
  ConversationParametersDto,
  OutputParametersDto,
  SamplingParametersDto,
  ToolParametersDto,
  AccountParametersDto,
) {}
