import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import { CompletionUsageDto } from './completion-usage.dto';

export const FINISH_REASONS = ['stop', 'length', 'content_filter'] as const;
export type FinishReasonName = (typeof FINISH_REASONS)[number];

@ApiSchema({ name: 'ChatCompletionMessage' })
class ChatCompletionMessageDto {
  @ApiProperty({ enum: ['assistant'] })
  readonly role!: 'assistant';

  /** What to say to the caller: plain sentences, without markup. */
  readonly content!: string;

  /** Always null: a refusal is part of `content`. */
  @ApiProperty({ type: 'null' })
  readonly refusal!: null;

  /** Always empty. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, maxItems: 0 })
  readonly annotations!: [];
}

@ApiSchema({ name: 'ChatCompletionChoice' })
class ChatCompletionChoiceDto {
  /** Always 0: there is one answer. */
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly index!: number;

  readonly message!: ChatCompletionMessageDto;

  @ApiProperty({ type: 'null' })
  readonly logprobs!: null;

  /** `length` when a token limit cut the answer, `content_filter` when a guardrail did. */
  @ApiProperty({ enum: FINISH_REASONS })
  readonly finish_reason!: FinishReasonName;
}

/** The whole answer, in the form of the OpenAI API. */
@ApiSchema({ name: 'ChatCompletion' })
export class ChatCompletionDto implements ChatCompletion {
  @ApiProperty({ pattern: '^chatcmpl-[A-Za-z0-9]{29}$' })
  readonly id!: string;

  @ApiProperty({ enum: ['chat.completion'] })
  readonly object!: 'chat.completion';

  /** Unix time in seconds. */
  @ApiProperty({ type: 'integer' })
  readonly created!: number;

  /** The model that really answered, or `tellerline-policy-1` where the server itself acted on a yes or no. */
  readonly model!: string;

  @ApiProperty({ type: () => [ChatCompletionChoiceDto], minItems: 1, maxItems: 1 })
  readonly choices!: ChatCompletionChoiceDto[];

  @ApiProperty({ type: () => CompletionUsageDto })
  readonly usage!: CompletionUsageDto;

  @ApiProperty({ enum: ['default'] })
  readonly service_tier!: 'default';
}
