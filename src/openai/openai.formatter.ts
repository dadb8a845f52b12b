import { Injectable, Logger, type StreamableFile } from '@nestjs/common';
import type { ChatCompletion } from 'openai/resources/chat/completions';
import type { Model } from 'openai/resources/models';
import { type AgentEvent } from '../agent/agent-event';
import { type ServedModel } from '../agent/agent.service';
import { Clock } from '../common/clock';
import { DONE_FRAME, toEventStream, toFrame } from '../common/http/event-stream';
import { toOpenAiError } from './errors/to-openai-error';
import { type CallForm } from './mappers/call-form';
import { makeReplyIdentity } from './mappers/reply-identity';
import { toChunks } from './mappers/to-chunks';
import { type Completion, toCompletion } from './mappers/to-completion';

export interface ReplyOptions {
  readonly stream: boolean;
  readonly includeUsage: boolean;
  readonly callForm: CallForm;
  /** Echoed in a completion; chunks have no room for it. */
  readonly metadata?: Completion['metadata'] | undefined;
  readonly requestId: string;
  /** Aborted when the caller has hung up: what fails then is nobody's error. */
  readonly signal: AbortSignal;
}

/** Puts the agent's answers, its models and its failures into OpenAI's forms. */
@Injectable()
export class OpenAiFormatter {
  private readonly logger = new Logger(OpenAiFormatter.name);
  private readonly startedAt: Date;

  constructor(private readonly clock: Clock) {
    this.startedAt = clock.now();
  }

  /** One completion, or a stream of chunks. */
  toReply(events: AsyncIterable<AgentEvent>, options: ReplyOptions): Promise<ChatCompletion> | StreamableFile {
    if (options.stream) return toEventStream(this.toFrames(events, options));
    return toCompletion(events, { ...options, identity: makeReplyIdentity(this.clock.now()) });
  }

  toModel({ id, provider }: ServedModel): Model {
    return { id, object: 'model', created: Math.floor(this.startedAt.getTime() / 1000), owned_by: provider };
  }

  /** After the first frame the status is sent: a failure becomes one error frame, and the stream ends without `[DONE]`. */
  private async *toFrames(events: AsyncIterable<AgentEvent>, options: ReplyOptions): AsyncGenerator<string> {
    const { requestId, signal } = options;
    try {
      for await (const chunk of toChunks(events, { ...options, identity: makeReplyIdentity(this.clock.now()) })) {
        yield toFrame(chunk);
      }
      yield DONE_FRAME;
    } catch (error) {
      if (signal.aborted) this.logger.debug({ err: error }, 'The caller left in the middle of a stream');
      else this.logger.error({ err: error }, 'A stream broke off');
      yield toFrame(toOpenAiError(error, requestId).body);
    }
  }
}
