import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsObject,
  IsOptional,
  ValidateNested,
} from 'class-validator';
import { expecting, LIMIT } from '../../common/validation/rule-message';
import { Variants } from '../../common/validation/variants';
import { AudioOutputDto } from './output/audio-output.dto';
import { ModerationDto } from './output/moderation.dto';
import { PredictionDto } from './output/prediction.dto';
import { RESPONSE_FORMATS, type ResponseFormatDto } from './output/response-format.dto';
import { WebSearchOptionsDto } from './output/web-search-options.dto';
import { referTo } from './refer-to';

const MODALITIES = ['text', 'audio'] as const;
const VERBOSITIES = ['low', 'medium', 'high'] as const;
const REASONING_EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

@ApiSchema({ name: 'StreamOptions' })
export class StreamOptionsDto {
  /** Sends one more chunk before `[DONE]` with the usage of the whole request. */
  @IsOptional()
  @IsBoolean()
  readonly include_usage?: boolean | null;

  /** Accepted without effect: chunks are never padded. */
  @IsOptional()
  @IsBoolean()
  readonly include_obfuscation?: boolean | null;
}

/** What form the reply has, and what comes with it. */
export class OutputParametersDto {
  /** Honoured. Sends the reply as server-sent events, chunk by chunk. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false, example: false })
  @IsOptional()
  @IsBoolean()
  readonly stream?: boolean | null;

  /** Honoured. Options of a streamed reply; only with `stream`. */
  @ApiPropertyOptional({ type: () => StreamOptionsDto, nullable: true, example: { include_usage: true } })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => StreamOptionsDto)
  readonly stream_options?: StreamOptionsDto | null;

  /** Honoured. What the text of the reply must be. A schema describes an object. */
  @ApiPropertyOptional({ nullable: true, oneOf: referTo(RESPONSE_FORMATS), example: { type: 'text' } })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Variants('type', RESPONSE_FORMATS)
  readonly response_format?: ResponseFormatDto | null;

  /** Refused with `audio` in it: replies are text. */
  @ApiPropertyOptional({
    type: 'array',
    items: { type: 'string', enum: [...MODALITIES] },
    nullable: true,
    minItems: 1,
    maxItems: MODALITIES.length,
    example: ['text'],
  })
  @IsOptional()
  @IsArray(expecting('an array of strings'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MODALITIES.length, LIMIT)
  @IsIn(MODALITIES, { each: true })
  readonly modalities?: readonly (typeof MODALITIES)[number][] | null;

  /** Refused: replies are text. */
  @ApiPropertyOptional({ type: () => AudioOutputDto, nullable: true, example: null })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => AudioOutputDto)
  readonly audio?: AudioOutputDto | null;

  /** Refused: the service searches nothing outside of the bank. */
  @ApiPropertyOptional({ type: () => WebSearchOptionsDto, nullable: true, example: null })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => WebSearchOptionsDto)
  readonly web_search_options?: WebSearchOptionsDto | null;

  /** Refused: replies carry no scores of moderation. */
  @ApiPropertyOptional({ type: () => ModerationDto, nullable: true, example: null })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => ModerationDto)
  readonly moderation?: ModerationDto | null;

  /** Accepted without effect: what the reply will probably be. */
  @ApiPropertyOptional({
    type: () => PredictionDto,
    nullable: true,
    example: { type: 'content', content: 'Our loans are' },
  })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PredictionDto)
  readonly prediction?: PredictionDto | null;

  /** Accepted without effect: replies are as long as speech allows. */
  @ApiPropertyOptional({ enum: VERBOSITIES, nullable: true, example: 'low' })
  @IsOptional()
  @IsIn(VERBOSITIES)
  readonly verbosity?: (typeof VERBOSITIES)[number] | null;

  /** Accepted without effect: a caller who waits hears no reasoning. */
  @ApiPropertyOptional({ enum: REASONING_EFFORTS, nullable: true, example: 'none' })
  @IsOptional()
  @IsIn(REASONING_EFFORTS)
  readonly reasoning_effort?: (typeof REASONING_EFFORTS)[number] | null;
}
