import { Injectable, Logger } from '@nestjs/common';
import { type TurnClock } from '../../common/turn-clock';
import {
  LanguageModel,
  type LanguageModelEvent,
  type ModelToolCall,
  type Sampling,
} from '../../language-model/language-model';
import { LanguageModelError } from '../../language-model/language-model-error';
import { maskCardText } from '../../common/card-data/mask-card-data';
import { type AgentEvent } from '../agent-event';
import { type ClientTools, demandsCall, type JsonFormat } from '../agent-turn';
import { OutputGuard } from '../guard/output-guard';
import { type SpokenFacts } from '../guard/spoken-facts';
import { buildSystemPrompt } from '../prompt/build-system-prompt';
import { ToolRegistry } from '../tools/tool-registry';
import { makeClientCallId } from './client-call-id';
import { JSON_REPLY_TOOL } from '../../language-model/json-reply-tool';
import { JsonReply } from './json-reply';
import { assertListening, LoopState, openStep, type Step } from './loop-state';
import { type TurnReading } from './read-turn';
import { StrictCalls } from './strict-calls';
import { type BatchResult, ServerCalls, toModelCall, toModelResult } from './server-calls';
import { TurnTools } from './turn-tools';
import { type UsageMeter } from './usage-meter';

const GAVE_UP = 'I am sorry, I could not finish that. Would you like to speak to a person?';

export interface LoopInput {
  readonly reading: TurnReading;
  readonly sampling: Sampling;
  readonly clientTools?: ClientTools | undefined;
  readonly jsonFormat?: JsonFormat | undefined;
  readonly endUser?: string | undefined;
  readonly signal: AbortSignal;
  readonly clock: TurnClock;
  /** Takes down what the model is used for, also when the loop is left early. */
  readonly meter: UsageMeter;
}

/** Calls the model, runs the tools that it asks for, and goes on until it has answered or a limit is reached. */
@Injectable()
export class ToolLoop {
  private readonly logger = new Logger(ToolLoop.name);

  constructor(
    private readonly model: LanguageModel,
    private readonly tools: ToolRegistry,
    private readonly serverCalls: ServerCalls,
  ) {}

  async *run(input: LoopInput): AsyncGenerator<AgentEvent> {
    const state = new LoopState(input, await this.serverCalls.restore(input.reading));
    const strict = new StrictCalls(input.clientTools);
    const running = { input, state, strict, ...this.chooseTools(input) };
    while (state.stepsLeft > 0 && (state.toolCallsLeft >= 0 || running.tools.mustCallClient)) {
      state.stepsLeft -= 1;
      const step = openStep();
      yield* this.callModel(step, running);
      const isOver = yield* this.takeUp(step, running);
      if (isOver) return;
    }
    if (running.tools.mustCallClient) throw notCalled('one of the tools of the client');
    if (running.json !== undefined) throw notCalled(running.json.definition.name);
    this.logger.warn('A turn reached its limit of steps or tool calls');
    yield* this.finish(GAVE_UP, state);
  }

  /** Passes the model's text on as it comes; fills `step`. */
  private async *callModel(step: Step, { input, state, tools, json }: Running): AsyncGenerator<AgentEvent> {
    const { reading, sampling, endUser, signal, clock, meter } = input;
    state.text.startStep();
    const system = buildSystemPrompt({ caller: reading.context.caller, instructions: reading.instructions });
    const offering = tools.offer(state.stepsLeft === 0 || state.toolCallsLeft <= 0);
    const request = { system, messages: state.history, ...offering, sampling, signal };
    const answer = meter.watch(request, this.model.stream(endUser === undefined ? request : { ...request, endUser }));
    for await (const event of clock.measureEach('model', answer)) {
      assertListening(signal);
      if (!state.started) yield { type: 'turn-start', model: this.model.id };
      state.started = true;
      if (event.type !== 'text-delta') {
        collect(event, step);
        continue;
      }
      step.text += event.text;
      if (json !== undefined) continue;
      yield* say(state.guard.push(event.text), state);
      if (!state.guard.isFull) continue;
      step.stopReason = 'max-tokens';
      return;
    }
    if (json === undefined) yield* say(state.guard.end(), state);
  }

  /** @returns whether the turn is over. */
  private async *takeUp(step: Step, running: Running): AsyncGenerator<AgentEvent, boolean> {
    const { input, state, tools, json, strict } = running;
    if (step.stopReason === 'end-turn' && tools.mustCallClient) throw notCalled('one of the tools of the client');
    if (json?.isAnswer(step) === true) return yield* this.answerInJson(step, { state, json });
    if (step.stopReason !== 'tool-use') {
      yield { type: 'turn-end', finishReason: step.stopReason, usage: state.usage };
      return true;
    }
    const clientCalls = tools.selectClientCalls(step.toolCalls);
    if (!strict.accept(step, { clientCalls, state })) return false;
    const batch = yield* this.serverCalls.run({
      calls: clientCalls.length > 0 && !tools.canKeep ? [] : step.toolCalls.filter((call) => isServerCall(call, tools)),
      reading: input.reading,
      state,
      signal: input.signal,
      clock: input.clock,
      mayAsk: clientCalls.length === 0 && !tools.mustCallClient && json === undefined,
      isOffered: (call) => tools.isServers(call),
    });
    if (clientCalls.length > 0) {
      yield* this.handOver(clientCalls, batch, running);
      return true;
    }
    if (batch.say !== undefined && !tools.mustCallClient && json === undefined) {
      yield* this.finish(batch.say, state);
      return true;
    }
    if (batch.say !== undefined && json === undefined) yield* this.speak(batch.say, state);
    state.earlierCalls.push(...batch.calls);
    state.history.push(
      { role: 'assistant', text: step.text, toolCalls: batch.calls.map(toModelCall) },
      { role: 'tool', results: batch.calls.map(toModelResult) },
    );
    return false;
  }

  /** Ends the turn with the client's calls; what the server's came to is kept for the request that brings the results. */
  private async *handOver(
    clientCalls: readonly ModelToolCall[],
    batch: BatchResult,
    { input, state, tools }: Pick<Running, 'input' | 'state' | 'tools'>,
  ): AsyncGenerator<AgentEvent> {
    const kept = tools.canKeep ? [...state.earlierCalls, ...batch.calls] : [];
    const named = clientCalls.map((call, index) => ({
      ...call,
      id: makeClientCallId({ hasKept: index === 0 && kept.length > 0 }),
    }));
    await this.serverCalls.keep(kept, { clientCallId: named[0]?.id ?? '', reading: input.reading });
    if (batch.say !== undefined) yield* this.speak(batch.say, state);
    for (const call of named) yield { type: 'client-tool-call', ...call };
    yield { type: 'turn-end', finishReason: 'tool-use', usage: state.usage };
  }

  private *answerInJson(
    step: Step,
    { state, json }: { readonly state: LoopState; readonly json: JsonReply },
  ): Generator<AgentEvent, boolean> {
    const answer = json.take(step, state, (text) => filterSpeech(text, state.facts));
    if (answer === undefined) return false;
    yield* this.finish(answer, state);
    return true;
  }

  /** Where the answer is data, or a call of the client's, nobody could hear a question: nothing that asks one is on offer. */
  private chooseTools({ clientTools, jsonFormat }: LoopInput): Pick<Running, 'tools' | 'json'> {
    const { definitions, unaskingDefinitions } = this.tools;
    if (jsonFormat === undefined) {
      const server = demandsCall(clientTools) ? unaskingDefinitions : definitions;
      return { tools: new TurnTools(server, clientTools), json: undefined };
    }
    const json = new JsonReply(jsonFormat);
    return { tools: new TurnTools(this.tools.informationDefinitions, clientTools, json.definition), json };
  }

  private *finish(sentence: string, state: LoopState): Generator<AgentEvent> {
    yield* this.speak(sentence, state);
    yield { type: 'turn-end', finishReason: 'end-turn', usage: state.usage };
  }

  private *speak(sentence: string, state: LoopState): Generator<AgentEvent> {
    state.text.startStep();
    yield state.text.add(sentence);
  }
}

interface Running {
  readonly input: LoopInput;
  readonly state: LoopState;
  readonly tools: TurnTools;
  readonly json: JsonReply | undefined;
  readonly strict: StrictCalls;
}

function isServerCall(call: ModelToolCall, tools: TurnTools): boolean {
  return !tools.isClients(call) && call.name !== JSON_REPLY_TOOL;
}

/**
 * Reads a text of its own as if it were said alone. What is no two words claims nothing: dates, ids and options pass as
 * they are, but for card numbers.
 *
 * @throws LanguageModelError when more is said than one turn may hold: data that was cut would be wrong.
 */
function filterSpeech(text: string, facts: SpokenFacts): string {
  if (!/\s/.test(text.trim())) return maskCardText(text);
  const guard = new OutputGuard(facts);
  const said = guard.push(text) + guard.end();
  if (guard.isFull) throw new LanguageModelError('model_output_malformed', 'A text of the answer is too long.');
  return said;
}

function* say(text: string, state: LoopState): Generator<AgentEvent> {
  if (text !== '') yield state.text.add(text);
}

function collect(event: Exclude<LanguageModelEvent, { type: 'text-delta' }>, step: Step): void {
  if (event.type === 'tool-call') {
    step.toolCalls.push({ id: event.id, name: event.name, inputJson: event.inputJson });
    return;
  }
  // A model that names no call has nothing for the loop to run, whatever reason it gives.
  step.stopReason = step.toolCalls.length > 0 && event.stopReason === 'end-turn' ? 'tool-use' : event.stopReason;
  if (step.toolCalls.length === 0 && event.stopReason === 'tool-use') step.stopReason = 'end-turn';
}

function notCalled(tool: string): LanguageModelError {
  return new LanguageModelError('model_output_malformed', `The model did not call ${tool}, though it had to.`);
}
