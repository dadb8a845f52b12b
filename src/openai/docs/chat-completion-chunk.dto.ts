import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { FINISH_REASONS, type FinishReasonName } from './chat-completion.dto';
import { CompletionUsageDto } from './completion-usage.dto';
import { DeltaFunctionDto, DeltaToolCallDto } from './reply-call.dto';

/** What a chunk adds to the answer; empty in the chunk with the finish reason. */
@ApiSchema({ name: 'ChatCompletionDelta' })
class ChatCompletionDeltaDto {
  /** Only in the first chunk. */
  @ApiPropertyOptional({ enum: ['assistant'] })
  readonly role?: 'assistant';

  /** The next piece of the answer. Null in the first chunk where the answer begins with a call. */
  @ApiPropertyOptional({ type: 'string', nullable: true })
  readonly content?: string | null;

  /** Only in the first chunk. */
  @ApiPropertyOptional({ type: 'null' })
  readonly refusal?: null;

  /** The next piece of a call of one of the client's tools. */
  @ApiPropertyOptional({ type: () => [DeltaToolCallDto], minItems: 1, maxItems: 1 })
  readonly tool_calls?: DeltaToolCallDto[];

  /** The same in the deprecated form, where the request has `functions`. */
  @ApiPropertyOptional({ type: () => DeltaFunctionDto, deprecated: true })
  readonly function_call?: DeltaFunctionDto;
}

@ApiSchema({ name: 'ChatCompletionChunkChoice' })
class ChatCompletionChunkChoiceDto {
  @ApiProperty({ type: 'integer', enum: [0] })
  readonly index!: number;

  readonly delta!: ChatCompletionDeltaDto;

  @ApiProperty({ type: 'null' })
  readonly logprobs!: null;

  /** Null until the answer is complete. */
  @ApiProperty({ enum: FINISH_REASONS, nullable: true })
  readonly finish_reason!: FinishReasonName | null;
}

/** The data of one event of a streamed answer. `id`, `created` and `model` are the same in all of its chunks. */
@ApiSchema({ name: 'ChatCompletionChunk' })
export class ChatCompletionChunkDto implements ChatCompletionChunk {
  @ApiProperty({ pattern: '^chatcmpl-[A-Za-z0-9]{29}$' })
  readonly id!: string;

  @ApiProperty({ enum: ['chat.completion.chunk'] })
  readonly object!: 'chat.completion.chunk';

  /** Unix time in seconds. */
  @ApiProperty({ type: 'integer' })
  readonly created!: number;

  /** The model that really answers. */
  readonly model!: string;

  /** One choice; none in the chunk that carries the usage. */
  @ApiProperty({ type: () => [ChatCompletionChunkChoiceDto], maxItems: 1 })
  readonly choices!: ChatCompletionChunkChoiceDto[];

  @ApiProperty({ enum: ['default'] })
  readonly service_tier!: 'default';

  /** Only with `stream_options.include_usage`: null in every chunk but the last. */
  @ApiPropertyOptional({ type: () => CompletionUsageDto, nullable: true })
  readonly usage?: CompletionUsageDto | null;
}
