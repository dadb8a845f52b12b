import { type AgentEvent, type FinishReason, type TurnUsage } from '../agent-event';

/** A whole answer, as it can be given again. */
export interface RecordedAnswer {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly usage: TurnUsage;
}

/** Another version of the service may have written it otherwise; then it is no answer. */
export function readAnswer(json: string | undefined): RecordedAnswer | undefined {
  if (json === undefined) return undefined;
  const { text, finishReason, usage } = JSON.parse(json) as Partial<RecordedAnswer>;
  if (text === undefined || finishReason === undefined || usage === undefined) return undefined;
  return { text, finishReason, usage };
}

/** Listens to a turn, and knows its answer in the end, unless somebody else than the model had a part in it. */
export class AnswerRecording {
  private text = '';
  private isPure = true;
  private end: Pick<RecordedAnswer, 'finishReason' | 'usage'> | undefined;

  constructor(private readonly modelId: string) {}

  /** @returns `undefined` as long as the turn has no end, and when its answer is not to be given again. */
  get answer(): RecordedAnswer | undefined {
    if (!this.isPure || this.end?.finishReason !== 'end-turn') return undefined;
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
