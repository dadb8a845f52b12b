import { Injectable, Logger } from '@nestjs/common';
import {
  LanguageModel,
  type LanguageModelEvent,
  type ModelMessage,
  type ModelToolCall,
  type ModelToolResult,
  type Sampling,
  type StopReason,
} from '../../language-model/language-model';
import { LanguageModelError } from '../../language-model/language-model-error';
import { type AgentEvent } from '../agent-event';
import { OutputGuard } from '../guard/output-guard';
import { buildSystemPrompt } from '../prompt/build-system-prompt';
import { type ToolContext, type ToolResult } from '../tools/tool';
import { ToolRegistry } from '../tools/tool-registry';
import { addUsage, NO_USAGE } from './add-usage';
import { type TurnReading } from './read-turn';
import { TurnText } from './turn-text';

export const MAX_STEPS = 6;
export const MAX_TOOL_CALLS = 10;

const GAVE_UP = 'I am sorry, I could not finish that. Would you like to speak to a person?';

export interface LoopInput {
  readonly reading: TurnReading;
  readonly sampling: Sampling;
  readonly signal: AbortSignal;
}

/** The state of one turn while the loop runs. */
class LoopState {
  readonly text = new TurnText();
  readonly history: ModelMessage[];
  usage = NO_USAGE;
  toolCallsLeft = MAX_TOOL_CALLS;
  started = false;

  /** All that the model says passes through it; what the server says does not. */
  readonly guard: OutputGuard;

  constructor({ messages, context, userTexts }: TurnReading) {
    this.history = [...messages];
    this.guard = new OutputGuard({ phoneNumber: context.caller.phoneNumber, userTexts });
  }
}

/** What one call of the model came to. */
interface Step {
  text: string;
  readonly toolCalls: ModelToolCall[];
  stopReason: StopReason;
}

/** Calls the model, runs the tools that it asks for, and goes on until it has answered or a limit is reached. */
@Injectable()
export class ToolLoop {
  private readonly logger = new Logger(ToolLoop.name);

  constructor(
    private readonly model: LanguageModel,
    private readonly tools: ToolRegistry,
  ) {}

  async *run(input: LoopInput): AsyncGenerator<AgentEvent> {
    const state = new LoopState(input.reading);
    const system = buildSystemPrompt({
      caller: input.reading.context.caller,
      instructions: input.reading.instructions,
    });
    for (let stepsLeft = MAX_STEPS; stepsLeft > 0; stepsLeft -= 1) {
      const step: Step = { text: '', toolCalls: [], stopReason: 'end-turn' };
      yield* this.callModel({ ...input, system, state, step });
      const { stopReason } = step;
      if (stopReason !== 'tool-use') {
        yield { type: 'turn-end', finishReason: stopReason, usage: state.usage };
        return;
      }
      const say = yield* this.runTools(step, state, input);
      if (say !== undefined) {
        yield* this.speak(say, state);
        return;
      }
      if (state.toolCallsLeft < 0) break;
    }
    this.logger.warn('A turn reached its limit of steps or tool calls');
    yield* this.speak(GAVE_UP, state);
  }

  /** Passes the model's text on as it comes; fills `step`. */
  private async *callModel({ system, state, step, sampling, signal }: ModelCall): AsyncGenerator<AgentEvent> {
    state.text.startStep();
    const request = { system, messages: state.history, tools: this.tools.definitions, sampling, signal };
    for await (const event of this.model.stream(request)) {
      assertListening(signal);
      if (!state.started) yield { type: 'turn-start', model: this.model.id };
      state.started = true;
      if (event.type !== 'text-delta') {
        collect(event, step, state);
        continue;
      }
      step.text += event.text;
      yield* say(state.guard.push(event.text), state);
      if (!state.guard.isFull) continue;
      step.stopReason = 'max-tokens';
      return;
    }
    yield* say(state.guard.end(), state);
  }

  /**
   * Runs the calls in their order. A result with a sentence to say ends the turn, and the calls after it are not run:
   * the caller can only answer one question at a time.
   */
  private async *runTools(
    step: Step,
    state: LoopState,
    { reading, signal }: LoopInput,
  ): AsyncGenerator<AgentEvent, string | undefined> {
    const context: ToolContext = { card: reading.context, userTexts: reading.userTexts };
    const results: ModelToolResult[] = [];
    for (const call of step.toolCalls) {
      state.toolCallsLeft -= 1;
      if (state.toolCallsLeft < 0) break;
      assertListening(signal);
      const name = this.tools.nameOf(call);
      yield { type: 'tool-call', id: call.id, name };
      const result = await this.tools.run(call, context);
      yield { type: 'tool-result', id: call.id, tool: name, status: result.status, result: result.output };
      if (result.say !== undefined) return result.say;
      results.push(toModelResult(call, result));
    }
    state.history.push({ role: 'assistant', text: step.text, toolCalls: step.toolCalls }, { role: 'tool', results });
    return undefined;
  }

  private *speak(sentence: string, state: LoopState): Generator<AgentEvent> {
    state.text.startStep();
    yield state.text.add(sentence);
    yield { type: 'turn-end', finishReason: 'end-turn', usage: state.usage };
  }
}

interface ModelCall extends LoopInput {
  readonly system: string;
  readonly state: LoopState;
  readonly step: Step;
}

/** @throws LanguageModelError once nobody listens any more: nothing new is begun then. */
function assertListening(signal: AbortSignal): void {
  if (signal.aborted) throw new LanguageModelError('model_aborted', 'The caller hung up.');
}

function* say(text: string, state: LoopState): Generator<AgentEvent> {
  if (text !== '') yield state.text.add(text);
}

function collect(event: Exclude<LanguageModelEvent, { type: 'text-delta' }>, step: Step, state: LoopState): void {
  if (event.type === 'tool-call') {
    step.toolCalls.push({ id: event.id, name: event.name, inputJson: event.inputJson });
    return;
  }
  state.usage = addUsage(state.usage, event.usage);
  // A model that names no call has nothing for the loop to run, whatever reason it gives.
  step.stopReason = step.toolCalls.length > 0 && event.stopReason === 'end-turn' ? 'tool-use' : event.stopReason;
  if (step.toolCalls.length === 0 && event.stopReason === 'tool-use') step.stopReason = 'end-turn';
}

function toModelResult(call: ModelToolCall, { status, output }: ToolResult): ModelToolResult {
  return {
    toolCallId: call.id,
    output: JSON.stringify({ status, ...output }),
    isError: status === 'failed' || status === 'invalid_input',
  };
}
