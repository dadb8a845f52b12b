import { setImmediate as nextTurnOfTheLoop } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { EMBEDDED_MODEL_ID } from '../../config/read-config';
import { estimateUsage } from '../estimate-usage';
import {
  LanguageModel,
  type LanguageModelEvent,
  type LanguageModelRequest,
  type ModelHealth,
  type ModelToolCall,
  type Sampling,
} from '../language-model';
import { JSON_REPLY_TOOL } from '../json-reply-tool';
import { LanguageModelError } from '../language-model-error';
import { cutReply } from './cut-reply';
import { decideReply } from './decide-reply';
import { IntentClassifier } from './intent/intent-classifier';

/** A few words at a time, as a model's stream arrives. */
const PIECES = /(?:\s*\S+){1,3}\s*|\s+/g;

/**
 * A small rule-based dialogue engine in the place of a language model, so that the service answers at once on any
 * machine. It recognises intents by example, asks for what a tool needs, and says so when it does not understand.
 * It keeps no state: the messages of a request are replayed, and equal requests give equal events. The system prompt
 * does not change what it does, and neither do temperature and top-p. A tool that it knows nothing of is filled in from
 * the caller's words by its schema; what a forced call needs and nobody said is the emptiest value that fits.
 */
@Injectable()
export class EmbeddedDialogModel extends LanguageModel {
  readonly id = EMBEDDED_MODEL_ID;
  readonly provider = 'tellerline';
  readonly readsImages = false;
  private readonly classifier = new IntentClassifier();

  async *stream(request: LanguageModelRequest): AsyncIterable<LanguageModelEvent> {
    throwIfAborted(request.signal);
    const reply = decideReply(request, this.classifier);
    if (reply.type === 'tool-use') {
      const toolCalls = reply.calls.map(({ name, input }, index): ModelToolCall => ({
        id: `call_embedded_${request.messages.length}_${index}`,
        name,
        inputJson: JSON.stringify(input),
      }));
      const cutAnswer = findCutAnswer(toolCalls, request.sampling);
      if (cutAnswer !== undefined) {
        const usage = estimateUsage({ request, outputText: cutAnswer, toolCalls: [] });
        yield { type: 'response-end', stopReason: 'max-tokens', usage };
        return;
      }
      for (const toolCall of toolCalls) yield { type: 'tool-call', ...toolCall };
      const usage = estimateUsage({ request, outputText: '', toolCalls });
      yield { type: 'response-end', stopReason: 'tool-use', usage };
      return;
    }
    const { text, stopReason } = cutReply(reply.text, request.sampling);
    for (const [piece] of text.matchAll(PIECES)) {
      yield { type: 'text-delta', text: piece };
      await nextTurnOfTheLoop();
      throwIfAborted(request.signal);
    }
    yield { type: 'response-end', stopReason, usage: estimateUsage({ request, outputText: text, toolCalls: [] }) };
  }

  checkHealth(): Promise<ModelHealth> {
    return Promise.resolve({ state: 'up', detail: 'The embedded dialogue engine runs within this process.' });
  }
}

/** An answer in JSON that the token limit cuts off: nobody could read it, so that only its length counts. */
function findCutAnswer(calls: readonly ModelToolCall[], { maxTokens }: Sampling): string | undefined {
  const answer = calls.find(({ name }) => name === JSON_REPLY_TOOL)?.inputJson;
  if (answer === undefined || maxTokens === undefined) return undefined;
  const { text, stopReason } = cutReply(answer, { maxTokens });
  return stopReason === 'max-tokens' ? text : undefined;
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new LanguageModelError('model_aborted', 'The caller hung up.', { cause: signal.reason });
}
