import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { CompletionUsage } from 'openai/resources/completions';

const TOKENS = { type: 'integer', minimum: 0 } as const;
const NO_TOKENS = { type: 'integer', enum: [0] } as const;

@ApiSchema({ name: 'PromptTokensDetails' })
class PromptTokensDetailsDto {
  /** Tokens that the model read from its cache; part of `prompt_tokens`. */
  @ApiProperty(TOKENS)
  readonly cached_tokens!: number;

  @ApiProperty(NO_TOKENS)
  readonly audio_tokens!: number;
}

@ApiSchema({ name: 'CompletionTokensDetails' })
class CompletionTokensDetailsDto {
  @ApiProperty(NO_TOKENS)
  readonly reasoning_tokens!: number;

  @ApiProperty(NO_TOKENS)
  readonly audio_tokens!: number;

  @ApiProperty(NO_TOKENS)
  readonly accepted_prediction_tokens!: number;

  @ApiProperty(NO_TOKENS)
  readonly rejected_prediction_tokens!: number;
}

/**
 * The tokens of all model calls of one answer together, tool calls included. Bedrock's own counts; an estimate where a
 * model reports none, as the embedded demo model does.
 */
@ApiSchema({ name: 'CompletionUsage' })
export class CompletionUsageDto implements CompletionUsage {
  @ApiProperty(TOKENS)
  readonly prompt_tokens!: number;

  @ApiProperty(TOKENS)
  readonly completion_tokens!: number;

  @ApiProperty(TOKENS)
  readonly total_tokens!: number;

  readonly prompt_tokens_details!: PromptTokensDetailsDto;
  readonly completion_tokens_details!: CompletionTokensDetailsDto;
}
