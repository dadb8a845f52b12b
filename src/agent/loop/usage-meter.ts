import {
  type LanguageModelEvent,
  type LanguageModelRequest,
  type ModelToolCall,
  type TokenUsage,
} from '../../language-model/language-model';
import { estimateUsageByLength } from '../../language-model/estimate-usage';
import { isRefusal } from '../../language-model/language-model-error';
import { addUsage, NO_USAGE } from './add-usage';

interface OpenCall {
  readonly request: LanguageModelRequest;
  outputText: string;
  readonly toolCalls: ModelToolCall[];
}

/**
 * Counts what the calls of the model in one turn use: what the model reports at the end of each, and an estimate of
 * those that have no end, because the caller left, the turn was full or the model failed. It can be read at any moment.
 */
export class UsageMeter {
  private ended = NO_USAGE;
  private open: OpenCall | undefined;

  /** A call under way counts with what it has read, and written so far. */
  get usage(): TokenUsage {
    return this.open === undefined ? this.ended : addUsage(this.ended, estimateUsageByLength(this.open));
  }

  get tokens(): number {
    const { inputTokens, outputTokens } = this.usage;
    return inputTokens + outputTokens;
  }

  /** Passes on what one call of the model yields. */
  async *watch(
    request: LanguageModelRequest,
    events: AsyncIterable<LanguageModelEvent>,
  ): AsyncGenerator<LanguageModelEvent> {
    const call: OpenCall = { request, outputText: '', toolCalls: [] };
    this.open = call;
    try {
      for await (const event of events) {
        this.note(event, call);
        yield event;
      }
    } catch (error) {
      const hasBegun = call.outputText !== '' || call.toolCalls.length > 0;
      if (isRefusal(error) && !hasBegun) this.open = undefined;
      throw error;
    } finally {
      this.ended = this.usage;
      this.open = undefined;
    }
  }

  private note(event: LanguageModelEvent, call: OpenCall): void {
    switch (event.type) {
      case 'text-delta':
        call.outputText += event.text;
        break;
      case 'tool-call':
        call.toolCalls.push(event);
        break;
      case 'response-end':
        this.ended = addUsage(this.ended, event.usage);
        this.open = undefined;
        break;
    }
  }
}
