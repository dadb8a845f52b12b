import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import { CompletionUsageDto } from './completion-usage.dto';
import { ReplyFunctionDto, ReplyToolCallDto } from './reply-call.dto';

export const FINISH_REASONS = ['stop', 'length', 'content_filter', 'tool_calls', 'function_call'] as const;
export type FinishReasonName = (typeof FINISH_REASONS)[number];

@ApiSchema({ name: 'ChatCompletionMessage' })
class ChatCompletionMessageDto {
  @ApiProperty({ enum: ['assistant'] })
  readonly role!: 'assistant';

  /** What to say to the caller: plain sentences, without markup. Null where there are only calls. */
  @ApiProperty({ type: 'string', nullable: true })
  readonly content!: string | null;

  /** Always null: a refusal is part of `content`. */
  @ApiProperty({ type: 'null' })
  readonly refusal!: null;

  /** Always empty. */
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true }, maxItems: 0 })
  readonly annotations!: [];

  /** Only where tools of the request's `tools` are to be run, by the client. */
  @ApiPropertyOptional({ type: () => [ReplyToolCallDto], minItems: 1 })
  readonly tool_calls?: ReplyToolCallDto[];

  /** The same in the deprecated form, where the request has `functions`. */
  @ApiPropertyOptional({ type: () => ReplyFunctionDto, deprecated: true })
  readonly function_call?: ReplyFunctionDto;
}

@ApiSchema({ name: 'ChatCompletionChoice' })
class ChatCompletionChoiceDto {
  /** Always 0: there is one answer. */
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly index!: number;

  readonly message!: ChatCompletionMessageDto;

  @ApiProperty({ type: 'null' })
  readonly logprobs!: null;

  /**
   * `length` when a token limit cut the answer, `content_filter` when a guardrail did, `tool_calls` or `function_call`
   * when the client is to run something; a tool that the request demanded by name comes with `stop`.
   */
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

  /** That of the request, where it has any. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: { type: 'string' } })
  readonly metadata?: Readonly<Record<string, string>>;
}
