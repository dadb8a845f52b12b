import { ApiExtraModels, ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
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
  ValidateNested,
} from 'class-validator';
import { expecting, LIMIT } from '../../../common/validation/rule-message';
import { Variants } from '../../../common/validation/variants';
import { Content } from '../content/content.decorator';
import { RefusalPartDto } from '../content/refusal-part.dto';
import { TextPartDto } from '../content/text-part.dto';
import { referTo } from '../refer-to';
import { FunctionCallDto, TOOL_CALLS, type ToolCallDto } from './tool-call.dto';

const MAX_TOOL_CALLS = 128;
const ASSISTANT_PARTS = { text: TextPartDto, refusal: RefusalPartDto };

@ApiSchema({ name: 'AssistantAudio' })
class AssistantAudioDto {
  @IsDefined()
  @IsString()
  readonly id!: string;
}

/** What the assistant said before, or called. */
@ApiSchema({ name: 'AssistantMessage' })
@ApiExtraModels(TextPartDto, RefusalPartDto, ...Object.values(TOOL_CALLS))
export class AssistantMessageDto {
  @ApiProperty({ enum: ['assistant'] })
  @IsDefined()
  @IsIn(['assistant'])
  readonly role!: 'assistant';

  /** Text, an array of parts, or null for an empty text. A message with calls or a refusal may leave it out. */
  @Content<AssistantMessageDto>({ parts: ASSISTANT_PARTS, example: 'How can I help you?', mayBeAbsent: saidNothing })
  readonly content?: string | readonly (TextPartDto | RefusalPartDto)[] | null;

  /** The words with which the assistant refused. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly refusal?: string | null;

  /** Who speaks. Not used. */
  @ApiPropertyOptional({ type: String, nullable: true })
  @IsOptional()
  @IsString()
  readonly name?: string | null;

  /** Refused with 400 unless it is null: there is no audio to refer to. */
  @ApiPropertyOptional({ type: () => AssistantAudioDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AssistantAudioDto)
  readonly audio?: AssistantAudioDto | null;

  /** What the assistant called. The service's own tools never show here; a client's history may hold others. */
  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: referTo(TOOL_CALLS) },
    nullable: true,
    minItems: 1,
    maxItems: MAX_TOOL_CALLS,
  })
  @IsOptional()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_TOOL_CALLS, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Variants('type', TOOL_CALLS)
  readonly tool_calls?: readonly ToolCallDto[] | null;

  /** The deprecated form of `tool_calls`. */
  @ApiPropertyOptional({ type: () => FunctionCallDto, nullable: true, deprecated: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => FunctionCallDto)
  readonly function_call?: FunctionCallDto | null;
}

/** An assistant that only called tools, or refused, said nothing. */
function saidNothing({ tool_calls: calls, function_call: call, refusal }: AssistantMessageDto): boolean {
  return (calls ?? call ?? refusal ?? undefined) !== undefined;
}
