import { type ConverseStreamOutput } from '@aws-sdk/client-bedrock-runtime';
import { type LanguageModelEvent, type ModelToolCall, type TokenUsage } from '../language-model';
import { ReplyAssembly } from './reply-assembly';
import { type ToolNames } from './tool-names';

interface MapStreamInput {
  readonly events: AsyncIterable<ConverseStreamOutput>;
  readonly toolNames: ToolNames;
  /** Asked only when the stream ends without token counts. */
  readonly estimateUsage: (output: {
    readonly outputText: string;
    readonly toolCalls: readonly ModelToolCall[];
  }) => TokenUsage;
}

/**
 * Maps Bedrock's events to the port's. The token counts come after the stop, so the end is told when the stream is over.
 *
 * @throws LanguageModelError `model_stream_broken` or `model_output_malformed`; what the source throws passes through.
 */
export async function* mapStream({
  events,
  toolNames,
  estimateUsage,
}: MapStreamInput): AsyncGenerator<LanguageModelEvent> {
  const reply = new ReplyAssembly(toolNames);
  for await (const event of events) yield* reply.accept(event);
  const stopReason = reply.conclude();
  yield { type: 'response-end', stopReason, usage: reply.reportedUsage ?? estimateUsage(reply.output) };
}
