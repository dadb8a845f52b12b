import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema, getSchemaPath } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ContentPartDto } from './content-part.dto';
import { expecting, LIMIT } from '../../common/validation/rule-message';
import { FunctionCallDto, ToolCallDto } from './tool-call.dto';

export const MESSAGE_ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function'] as const;
export type MessageRole = (typeof MESSAGE_ROLES)[number];

const MAX_TOOL_CALLS = 128;
const MAX_CONTENT_PARTS = 256;
const MAX_ID_LENGTH = 256;

@ApiSchema({ name: 'ChatMessage' })
@ApiExtraModels(ContentPartDto)
export class ChatMessageDto {
  /** `system` and `developer` add to the rules of the bank and cannot override them. */
  @ApiProperty({ enum: MESSAGE_ROLES, example: 'user' })
  @IsDefined()
  @IsIn(MESSAGE_ROLES)
  readonly role!: MessageRole;

  /**
   * Text, or an array of text parts. Only an assistant message with calls may leave it out or null, and the result of
   * a function may be null.
   */
  @ApiPropertyOptional({
    nullable: true,
    oneOf: [
      { type: 'string' },
      {
        type: 'array',
        items: { $ref: getSchemaPath(ContentPartDto) },
        minItems: 1,
        maxItems: MAX_CONTENT_PARTS,
      },
    ],
    example: 'What loan options are available?',
  })
  @ValidateIf((message: ChatMessageDto) => typeof message.content !== 'string' && !isAbsentByRight(message))
  @IsDefined()
  @IsArray(expecting('a string or array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_CONTENT_PARTS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ContentPartDto)
  readonly content?: string | readonly ContentPartDto[] | null;

  /** Who speaks; in a message of role `function`, the function that was called. */
  @IsOptional()
  @IsString()
  readonly name?: string | null;

  /** Which call a message of role `tool` answers. */
  @ValidateIf(({ role, tool_call_id: id }: ChatMessageDto) => role === 'tool' || (id !== undefined && id !== null))
  @IsDefined()
  @IsString()
  @MaxLength(MAX_ID_LENGTH, LIMIT)
  readonly tool_call_id?: string | null;

  /** What an assistant message called. The service's own tools never show here; a client's history may hold others. */
  @ApiPropertyOptional({ type: () => [ToolCallDto], nullable: true, minItems: 1, maxItems: MAX_TOOL_CALLS })
  @IsOptional()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_TOOL_CALLS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ToolCallDto)
  readonly tool_calls?: readonly ToolCallDto[] | null;

  /** The deprecated form of `tool_calls`. */
  @ApiPropertyOptional({ type: () => FunctionCallDto, nullable: true, deprecated: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FunctionCallDto)
  readonly function_call?: FunctionCallDto | null;
}

/** An assistant that only called tools said nothing, and a function's result may be null. */
function isAbsentByRight({
  role,
  content,
  tool_calls: toolCalls,
  function_call: functionCall,
}: ChatMessageDto): boolean {
  if ((content ?? undefined) !== undefined) return false;
  return role === 'function' || (role === 'assistant' && (toolCalls ?? functionCall ?? undefined) !== undefined);
}
