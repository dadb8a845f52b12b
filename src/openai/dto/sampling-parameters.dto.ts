import { ApiPropertyOptional } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  Min,
  ValidateIf,
} from 'class-validator';
import { AsSent } from '../../common/validation/as-sent';
import { expecting, LIMIT } from '../../common/validation/rule-message';

const MAX_TEMPERATURE = 2;
const MIN_PENALTY = -2;
const MAX_PENALTY = 2;
const MAX_CHOICES = 128;
const MAX_TOP_LOGPROBS = 20;
const MIN_LOGIT_BIAS = -100;
const MAX_LOGIT_BIAS = 100;
const MAX_STOP_SEQUENCES = 4;
/** The bounds of a 64-bit integer, as nearly as JSON numbers can tell. */
const MIN_INT64 = -(2 ** 63);
const MAX_INT64 = 2 ** 63;

/** How the words of the reply are chosen, and how many there may be. */
export class SamplingParametersDto {
  /** Honoured. Models that only know 0..1 get 1 for anything above. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: MAX_TEMPERATURE, example: 0.2 })
  @IsOptional()
  @IsNumber()
  @Min(0, LIMIT)
  @Max(MAX_TEMPERATURE, LIMIT)
  readonly temperature?: number | null;

  /** Honoured. The share of likely tokens that the model chooses from; set this or the temperature. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: 0, maximum: 1, example: 0.9 })
  @IsOptional()
  @IsNumber()
  @Min(0, LIMIT)
  @Max(1, LIMIT)
  readonly top_p?: number | null;

  /** Honoured. The most tokens that the reply may have. Wins over `max_tokens`. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, example: 200 })
  @IsOptional()
  @IsInt()
  readonly max_completion_tokens?: number | null;

  /** Honoured. The older name of `max_completion_tokens`. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, deprecated: true, example: 200 })
  @IsOptional()
  @IsInt()
  readonly max_tokens?: number | null;

  /** Honoured. Up to four texts at which the reply ends; the text itself is not returned. */
  @ApiPropertyOptional({
    nullable: true,
    oneOf: [
      { type: 'string' },
      { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: MAX_STOP_SEQUENCES },
    ],
    example: ['###'],
  })
  @IsOptional()
  @ValidateIf(({ stop }: SamplingParametersDto) => typeof stop !== 'string')
  @IsArray(expecting('a string or array of strings'))
  @ArrayMinSize(1, LIMIT)
  @ArrayMaxSize(MAX_STOP_SEQUENCES, LIMIT)
  @IsString({ each: true })
  readonly stop?: string | readonly string[] | null;

  /** Accepted without effect: the models of this service know no penalties. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: MIN_PENALTY, maximum: MAX_PENALTY, example: 0.5 })
  @IsOptional()
  @IsNumber()
  @Min(MIN_PENALTY, LIMIT)
  @Max(MAX_PENALTY, LIMIT)
  readonly frequency_penalty?: number | null;

  /** Accepted without effect: the models of this service know no penalties. */
  @ApiPropertyOptional({ type: Number, nullable: true, minimum: MIN_PENALTY, maximum: MAX_PENALTY, example: 0.5 })
  @IsOptional()
  @IsNumber()
  @Min(MIN_PENALTY, LIMIT)
  @Max(MAX_PENALTY, LIMIT)
  readonly presence_penalty?: number | null;

  /** Accepted without effect: the models of this service do not promise the same answer twice. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, deprecated: true, example: 7 })
  @IsOptional()
  @IsInt()
  @Min(MIN_INT64, LIMIT)
  @Max(MAX_INT64, LIMIT)
  readonly seed?: number | null;

  /** Refused above 1: a reply has one choice. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 1, maximum: MAX_CHOICES, default: 1, example: 1 })
  @IsOptional()
  @IsInt()
  @Min(1, LIMIT)
  @Max(MAX_CHOICES, LIMIT)
  readonly n?: number | null;

  /** Refused with any bias other than 0: the models of this service show no single tokens. */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: { type: 'number', minimum: MIN_LOGIT_BIAS, maximum: MAX_LOGIT_BIAS },
    nullable: true,
    example: {},
  })
  @IsOptional()
  @IsObject()
  @AsSent()
  readonly logit_bias?: Readonly<Record<string, unknown>> | null;

  /** Refused when it is true: the models of this service tell no probabilities. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false, example: false })
  @IsOptional()
  @IsBoolean()
  readonly logprobs?: boolean | null;

  /** Refused, like the probabilities themselves. */
  @ApiPropertyOptional({ type: 'integer', nullable: true, minimum: 0, maximum: MAX_TOP_LOGPROBS, example: null })
  @IsOptional()
  @IsInt()
  @Min(0, LIMIT)
  @Max(MAX_TOP_LOGPROBS, LIMIT)
  readonly top_logprobs?: number | null;
}
