import {
  type ModelMessage,
  type ModelToolCall,
  type StopReason,
  type TokenUsage,
} from '../../language-model/language-model';
import { type KeptCall } from '../../conversation/conversation.types';
import { LanguageModelError } from '../../language-model/language-model-error';
import { OutputGuard } from '../guard/output-guard';
import { SpokenFacts } from '../guard/spoken-facts';
import { type TurnReading } from './read-turn';
import { TurnText } from './turn-text';
import { type UsageMeter } from './usage-meter';

export const MAX_STEPS = 6;
export const MAX_TOOL_CALLS = 10;

/** What one call of the model came to. */
export interface Step {
  text: string;
  readonly toolCalls: ModelToolCall[];
  stopReason: StopReason;
}

export function openStep(): Step {
  return { text: '', toolCalls: [], stopReason: 'end-turn' };
}

interface LoopParts {
  readonly reading: TurnReading;
  readonly meter: UsageMeter;
}

/** The state of one turn while the loop runs. */
export class LoopState {
  readonly text = new TurnText();
  readonly history: ModelMessage[];
  /** Of the server's tools, in the steps that are over: what the client will not see. */
  readonly earlierCalls: KeptCall[] = [];
  stepsLeft = MAX_STEPS;
  toolCallsLeft = MAX_TOOL_CALLS;
  started = false;

  /** What the caller has said of themselves, for every guard of this turn. */
  readonly facts: SpokenFacts;
  /** All that the model says passes through it; what the server says does not. */
  readonly guard: OutputGuard;

  private readonly meter: UsageMeter;

  constructor({ reading, meter }: LoopParts, messages: readonly ModelMessage[]) {
    const { context, userTexts } = reading;
    this.history = [...messages];
    this.facts = new SpokenFacts({ phoneNumber: context.caller.phoneNumber, userTexts });
    this.guard = new OutputGuard(this.facts);
    this.meter = meter;
  }

  get usage(): TokenUsage {
    return this.meter.usage;
  }
}

/** @throws LanguageModelError once nobody listens any more: nothing new is begun then. */
export function assertListening(signal: AbortSignal): void {
  if (signal.aborted) throw new LanguageModelError('model_aborted', 'The caller hung up.');
}
