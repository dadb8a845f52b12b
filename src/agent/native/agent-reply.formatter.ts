import { Injectable, Logger, type StreamableFile } from '@nestjs/common';
import { DomainError } from '../../common/domain-error';
import { DONE_FRAME, toEventStream, toFrame } from '../../common/http/event-stream';
import { type AgentEvent, type ToolAction, type TurnUsage } from '../agent-event';
import { type AgentReplyDto } from './agent-reply.dto';

interface ReplyOptions {
  readonly conversationId: string;
  readonly stream: boolean;
  readonly signal: AbortSignal;
}

/** Puts the agent's events into the form of the native endpoint. */
@Injectable()
export class AgentReplyFormatter {
  private readonly logger = new Logger(AgentReplyFormatter.name);

  toReply(events: AsyncIterable<AgentEvent>, options: ReplyOptions): Promise<AgentReplyDto> | StreamableFile {
    const reply = new ReplyBuilder(options.conversationId);
    return options.stream ? toEventStream(this.toFrames(events, reply, options.signal)) : fold(events, reply);
  }

  /** Deltas and actions as they happen, then the whole reply; a failure is one error frame, without `[DONE]`. */
  private async *toFrames(
    events: AsyncIterable<AgentEvent>,
    reply: ReplyBuilder,
    signal: AbortSignal,
  ): AsyncGenerator<string> {
    try {
      for await (const event of events) {
        reply.add(event);
        if (event.type === 'text-delta') yield toFrame({ type: 'text_delta', text: event.text });
        if (event.type === 'tool-result') yield toFrame({ type: 'action', ...toAction(event) });
      }
      yield toFrame(Object.assign({ type: 'turn_end' }, reply.build()));
      yield DONE_FRAME;
    } catch (error) {
      const context = { err: error, conversationId: reply.conversationId };
      if (signal.aborted) this.logger.debug(context, 'The caller left in the middle of a stream');
      else this.logger.error(context, 'A stream broke off');
      const code = error instanceof DomainError ? error.code : null;
      const message = 'The answer broke off before its end.';
      yield toFrame({ type: 'error', error: { message, type: 'server_error', param: null, code } });
    }
  }
}

async function fold(events: AsyncIterable<AgentEvent>, reply: ReplyBuilder): Promise<AgentReplyDto> {
  for await (const event of events) reply.add(event);
  return reply.build();
}

/** Gathers a reply from the events of its turn. */
class ReplyBuilder {
  private answer = '';
  private model = '';
  private usage: TurnUsage = { inputTokens: 0, outputTokens: 0, cachedInputTokens: 0 };
  private readonly actions: ToolAction[] = [];

  constructor(readonly conversationId: string) {}

  add(event: AgentEvent): void {
    switch (event.type) {
      case 'turn-start':
        this.model = event.model;
        break;
      case 'text-delta':
        this.answer += event.text;
        break;
      case 'tool-result':
        this.actions.push(toAction(event));
        break;
      case 'turn-end':
        this.usage = event.usage;
        break;
      case 'tool-call':
      case 'client-tool-call':
        break;
    }
  }

  build(): AgentReplyDto {
    const { inputTokens, outputTokens } = this.usage;
    return {
      answer: this.answer,
      conversation_id: this.conversationId,
      model: this.model,
      actions: this.actions,
      usage: {
        prompt_tokens: inputTokens,
        completion_tokens: outputTokens,
        total_tokens: inputTokens + outputTokens,
      },
    };
  }
}

function toAction({ tool, status, result }: ToolAction): ToolAction {
  return { tool, status, result };
}
