import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsDefined,
  IsObject,
  IsOptional,
  IsString,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { expecting, LIMIT } from '../../common/validation/rule-message';
import { Variants } from '../../common/validation/variants';
import { CHAT_MESSAGES, type ChatMessageDto } from './chat-message.dto';
import { referTo } from './refer-to';

/** A phone call has tens of messages; the limit keeps validation and mapping bounded. */
const MAX_MESSAGES = 2_048;
const MAX_MODEL_NAME_LENGTH = 256;

/** What is to be answered, and by whom. */
export class ConversationParametersDto {
  /**
   * Honoured. The conversation so far, oldest first. The last user message is what is answered. A message with
   * `[phone: +1234567890]` tells the caller's number.
   */
  @ApiProperty({
    type: 'array',
    items: { oneOf: referTo(CHAT_MESSAGES) },
    minItems: 1,
    maxItems: MAX_MESSAGES,
    example: [{ role: 'user', content: 'What loan options are available?' }],
  })
  @IsDefined()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_MESSAGES, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Variants('role', CHAT_MESSAGES)
  readonly messages!: readonly ChatMessageDto[];

  /** Honoured. Any name is served by the default route, unless the service runs with `MODEL_NAMES=strict`. */
  @ApiPropertyOptional({ type: String, nullable: true, example: 'tellerline' })
  @IsOptional()
  @IsString()
  @MinLength(1, LIMIT)
  @MaxLength(MAX_MODEL_NAME_LENGTH, LIMIT)
  readonly model?: string | null;
}
