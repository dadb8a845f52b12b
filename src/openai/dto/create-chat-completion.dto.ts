import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsDefined,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { ChatMessageDto } from './chat-message.dto';
import { expecting, LIMIT } from '../../common/validation/rule-message';

/** A phone call has tens of messages; the limit keeps validation and mapping bounded. */
export const MAX_MESSAGES = 2_048;
const MAX_MODEL_NAME_LENGTH = 256;
const MAX_TEMPERATURE = 2;
const MAX_STOP_SEQUENCES = 4;

@ApiSchema({ name: 'StreamOptions' })
export class StreamOptionsDto {
  /** Sends one more chunk before `[DONE]` with the usage of the whole request. */
  @IsOptional()
  @IsBoolean()
  readonly include_usage?: boolean | null;
}

/** The body of a chat completion request. `null` means absent, and fields that are not listed here are ignored. */
@ApiSchema({ name: 'CreateChatCompletionRequest' })
export class CreateChatCompletionDto {
  /**
   * The conversation so far, oldest first. The last user message is what is answered. A message with
   * `[phone: +1234567890]` tells the caller's number.
   */
  @ApiProperty({ type: () => [ChatMessageDto], minItems: 1, maxItems: MAX_MESSAGES })
  @IsDefined()
  @IsArray(expecting('an array of objects'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_MESSAGES, LIMIT)
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => ChatMessageDto)
  readonly messages!: readonly ChatMessageDto[];

  /** Any name is served by the default route, unless the service runs with `MODEL_NAMES=strict`. */
  @ApiPropertyOptional({ type: String, nullable: true, example: 'tellerline' })
  @IsOptional()
  @IsString()
  @MinLength(1, LIMIT)
  @MaxLength(MAX_MODEL_NAME_LENGTH, LIMIT)
  readonly model?: string | null;

  /** Models that only know 0..1 get 1 for anything above. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: MAX_TEMPERATURE, example: 0.2 })
  @IsOptional()
  @IsNumber()
  @Min(0, LIMIT)
  @Max(MAX_TEMPERATURE, LIMIT)
  readonly temperature?: number | null;

  /** The share of likely tokens that the model chooses from; set this or the temperature. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 1, example: 0.9 })
  @IsOptional()
  @IsNumber()
  @Min(0, LIMIT)
  @Max(1, LIMIT)
  readonly top_p?: number | null;

  /** The most tokens that the reply may have. Wins over `max_tokens`. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, example: 200 })
  @IsOptional()
  @IsInt()
  @Min(1, LIMIT)
  readonly max_completion_tokens?: number | null;

  /** The older name of `max_completion_tokens`. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, deprecated: true })
  @IsOptional()
  @IsInt()
  @Min(1, LIMIT)
  readonly max_tokens?: number | null;

  /** Up to four texts at which the reply ends; the text itself is not returned. */
  @ApiPropertyOptional({
    nullable: true,
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_STOP_SEQUENCES },
    ],
    example: ['###'],
  })
  @IsOptional()
  @ValidateIf(({ stop }: CreateChatCompletionDto) => typeof stop !== 'string')
  @IsArray(expecting('a string or array of strings'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_STOP_SEQUENCES, LIMIT)
  @IsString({ each: true })
  readonly stop?: string | readonly string[] | null;

  /** Sends the reply as server-sent events, chunk by chunk. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false })
  @IsOptional()
  @IsBoolean()
  readonly stream?: boolean | null;

  /** Options of a streamed reply. */
  @ApiPropertyOptional({ type: () => StreamOptionsDto, nullable: true })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StreamOptionsDto)
  readonly stream_options?: StreamOptionsDto | null;

  /** An id of the end user; kept out of the log. */
  @ApiPropertyOptional({ type: String, nullable: true, example: 'call-0042' })
  @IsOptional()
  @IsString()
  readonly user?: string | null;

  /** Values of the application's own; voice platforms send counters here too. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { branch: 'main street' },
  })
  @IsOptional()
  @IsObject()
  readonly metadata?: Readonly<Record<string, unknown>> | null;
}
