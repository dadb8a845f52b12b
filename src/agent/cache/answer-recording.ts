import { isJsonObject, type JsonObject } from '../../common/json';
import { type AgentEvent, type FinishReason, type TurnUsage } from '../agent-event';

/** A whole answer, as it can be given again. */
export interface RecordedAnswer {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TurnUsage;
}

/** The only end of an answer that is given again. */
const WHOLE: FinishReason = 'end-turn';

/**
 * Takes nothing on trust: another version of the service may have written it otherwise, and anything can stand in a
 * Redis that others use too. What is no answer is as if there were none, and the next answer takes its place.
 */
export function readAnswer(json: string | undefined): RecordedAnswer | undefined {
  const value = json === undefined ? undefined : parse(json);
  if (!isJsonObject(value)) return undefined;
  const { text, finishReason, usage } = value;
  if (typeof text !== 'string' || finishReason !== WHOLE || !isUsage(usage)) return undefined;
  return { text, finishReason, usage };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

function isUsage(value: unknown): value is JsonObject & TurnUsage {
  if (!isJsonObject(value)) return false;
  const { inputTokens, outputTokens, cachedInputTokens } = value;
  return [inputTokens, outputTokens, cachedInputTokens].every((count) => Number.isSafeInteger(count));
}

/** Listens to a turn, and knows its answer in the end, unless somebody else than the model had a part in it. */
export class AnswerRecording {
  private text = '';
  private isPure = true;
  private end: Pick<RecordedAnswer, 'finishReason' | 'usage'> | undefined;

  constructor(private readonly modelId: string) {}

  /** @returns `undefined` as long as the turn has no end, and when its answer is not to be given again. */
  get answer(): RecordedAnswer | undefined {
    if (!this.isPure || this.end?.finishReason !== WHOLE) return undefined;
    return { text: this.text, ...this.end };
  }

  add(event: AgentEvent): void {
    switch (event.type) {
      case 'turn-start':
        this.isPure &&= event.model === this.modelId;
        break;
      case 'text-delta':
        this.text += event.text;
        break;
      case 'turn-end':
        this.end = { finishReason: event.finishReason, usage: event.usage };
        break;
      case 'tool-call':
      case 'client-tool-call':
      case 'tool-result':
        this.isPure = false;
        break;
    }
  }
}
