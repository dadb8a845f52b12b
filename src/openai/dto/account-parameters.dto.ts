import { ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsBoolean, IsIn, IsObject, IsOptional, IsString, MaxLength, ValidateNested } from 'class-validator';
import { AsSent } from '../../common/validation/as-sent';
import { LIMIT } from '../../common/validation/rule-message';

const SERVICE_TIERS = ['auto', 'default', 'flex', 'scale', 'priority', 'fast'] as const;
const CACHE_MODES = ['implicit', 'explicit'] as const;
const CACHE_TTLS = ['30m'] as const;
const CACHE_RETENTIONS = ['in_memory', '24h'] as const;
const MAX_SAFETY_IDENTIFIER_LENGTH = 64;

@ApiSchema({ name: 'PromptCacheOptions' })
class PromptCacheOptionsDto {
  @ApiPropertyOptional({ enum: CACHE_MODES, nullable: true })
  @IsOptional()
  @IsIn(CACHE_MODES)
  readonly mode?: (typeof CACHE_MODES)[number] | null;

  @ApiPropertyOptional({ enum: CACHE_TTLS, nullable: true })
  @IsOptional()
  @IsIn(CACHE_TTLS)
  readonly ttl?: (typeof CACHE_TTLS)[number] | null;
}

/** On whose behalf the request comes, and how it is kept. */
export class AccountParametersDto {
  /** Honoured: the older name of `safety_identifier`, which wins. */
  @ApiPropertyOptional({ type: String, nullable: true, deprecated: true, example: 'call-0042' })
  @IsOptional()
  @IsString()
  readonly user?: string | null;

  /**
   * Honoured: an id of the end user, whose digest stands in the log and in Bedrock's `requestMetadata`, so that the requests
   * of one can be found. It identifies no caller. An id that looks like a telephone or card number has no effect.
   */
  @ApiPropertyOptional({
    type: String,
    nullable: true,
    maxLength: MAX_SAFETY_IDENTIFIER_LENGTH,
    example: 'caller-7f3a',
  })
  @IsOptional()
  @IsString()
  @MaxLength(MAX_SAFETY_IDENTIFIER_LENGTH, LIMIT)
  readonly safety_identifier?: string | null;

  /**
   * Honoured: the reply echoes its texts. Voice platforms send counters here too, which are accepted without effect.
   * With `STRICT_PARAMETERS=true` at most 16 texts of up to 512 characters, under names of up to 64.
   */
  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    example: { branch: 'main street' },
  })
  @IsOptional()
  @IsObject()
  @AsSent()
  readonly metadata?: Readonly<Record<string, unknown>> | null;

  /** Refused when it is true: the service keeps no completions to fetch later. */
  @ApiPropertyOptional({ type: Boolean, nullable: true, default: false, example: false })
  @IsOptional()
  @IsBoolean()
  readonly store?: boolean | null;

  /** Accepted without effect: the tier is always `default`. */
  @ApiPropertyOptional({ enum: SERVICE_TIERS, nullable: true, example: 'auto' })
  @IsOptional()
  @IsIn(SERVICE_TIERS)
  readonly service_tier?: (typeof SERVICE_TIERS)[number] | null;

  /** Accepted without effect. */
  @ApiPropertyOptional({ type: String, nullable: true, example: 'call-0042' })
  @IsOptional()
  @IsString()
  readonly prompt_cache_key?: string | null;

  /** Accepted without effect. */
  @ApiPropertyOptional({ type: () => PromptCacheOptionsDto, nullable: true, example: { mode: 'implicit' } })
  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => PromptCacheOptionsDto)
  readonly prompt_cache_options?: PromptCacheOptionsDto | null;

  /** Accepted without effect. */
  @ApiPropertyOptional({ enum: CACHE_RETENTIONS, nullable: true, deprecated: true, example: 'in_memory' })
  @IsOptional()
  @IsIn(CACHE_RETENTIONS)
  readonly prompt_cache_retention?: (typeof CACHE_RETENTIONS)[number] | null;
}
