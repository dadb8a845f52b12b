import { Injectable, Logger } from '@nestjs/common';
import { EMERGENCY_MODE } from '../common/emergency-mode';
import { TurnClock } from '../common/turn-clock';
import { IdentityService } from '../identity/identity.service';
import { JSON_REPLY_TOOL } from '../language-model/json-reply-tool';
import { LanguageModel } from '../language-model/language-model';
import { type AgentEvent, type CacheUse, type FinishReason, startsSpeaking } from './agent-event';
import { type AgentTurn, demandsCall } from './agent-turn';
import { AnswerCache } from './cache/answer-cache';
import { EmergencyDialogue } from './emergency/emergency-dialogue';
import { ImagesNotReadError, ToolNameTakenError } from './agent-error';
import { NO_USAGE } from './loop/add-usage';
import { ConfirmationGate } from './loop/confirmation-gate';
import { type Decision } from './loop/decision';
import { PasscodeGate } from './loop/passcode-gate';
import { readTurn, type TurnReading } from './loop/read-turn';
import { ToolLoop } from './loop/tool-loop';
import { UsageMeter } from './loop/usage-meter';
import { ToolRegistry } from './tools/tool-registry';

/** Named as the model of a reply in which the server itself acted on the caller's yes or no. */
export const POLICY_MODEL_ID = 'tellerline-policy-1';

/** Answers one turn of a conversation. Every edge comes through here. */
@Injectable()
export class AgentService {
  private readonly logger = new Logger(AgentService.name);

  constructor(
    private readonly identity: IdentityService,
    private readonly passcodes: PasscodeGate,
    private readonly confirmations: ConfirmationGate,
    private readonly loop: ToolLoop,
    private readonly emergency: EmergencyDialogue,
    private readonly languageModel: LanguageModel,
    private readonly tools: ToolRegistry,
    private readonly answers: AnswerCache,
  ) {}

  /** The model that answers, by the id that replies name. */
  get model(): ServedModel {
    return { id: this.languageModel.id, provider: this.languageModel.provider };
  }

  /**
   * Yields the answer as it comes into being.
   *
   * @throws InvalidMessageError, TurnAbortedError, RateLimitExceededError, LanguageModelError, DatabaseError: before the
   * first event when nothing was said yet, afterwards in the middle of the stream. A turn that throws has no `turn-end`.
   */
  async *run(turn: AgentTurn): AsyncGenerator<AgentEvent> {
    const startedAt = performance.now();
    const tools: string[] = [];
    let cache: CacheUse | undefined;
    this.assertAcceptable(turn);
    const reading = await this.establishCaller(readTurn(turn));
    const decision = turn.jsonFormat === undefined ? await this.decide(reading, turn.signal) : undefined;
    const events = decision === undefined ? this.answer(reading, turn) : speak(decision, POLICY_MODEL_ID);
    for await (const event of events) {
      if (event.type === 'turn-start') cache = event.cache;
      if (event.type === 'tool-result') tools.push(`${event.tool}:${event.status}`);
      if (event.type === 'turn-end') {
        const { finishReason, usage } = event;
        this.logTurn(turn, {
          finishReason,
          usage,
          tools,
          cache,
          durationMs: Math.round(performance.now() - startedAt),
        });
      }
      yield event;
    }
  }

  /** What the server answers itself, in sentences: where data is asked for, nobody would hear them. */
  private async decide(reading: TurnReading, signal: AbortSignal): Promise<Decision | undefined> {
    return (await this.passcodes.decide(reading)) ?? (await this.confirmations.decide(reading, signal));
  }

  private answer(reading: TurnReading, turn: AgentTurn): AsyncGenerator<AgentEvent> {
    return this.answers.answer(turn, reading, () => this.answerWithModel(reading, turn));
  }

  /**
   * As long as nothing was said, an outage of the model can still be answered in another way, but not where data or a call
   * of the client's is demanded: a sentence would be neither.
   */
  private async *answerWithModel(reading: TurnReading, turn: AgentTurn): AsyncGenerator<AgentEvent> {
    const { sampling, clientTools, jsonFormat, endUser, signal, allowance, clock = new TurnClock() } = turn;
    const meter = new UsageMeter();
    allowance?.countBy(meter);
    const input = { reading, sampling, clientTools, jsonFormat, endUser, signal, clock, meter };
    const unspoken: AgentEvent[] = [];
    let hasSpoken = false;
    try {
      if (allowance?.refusal !== undefined) throw allowance.refusal;
      for await (const event of this.loop.run(input)) {
        hasSpoken ||= startsSpeaking(event);
        if (!hasSpoken) unspoken.push(event);
        else yield* [...unspoken.splice(0), event];
      }
    } catch (error) {
      const mayExplain = !hasSpoken && jsonFormat === undefined && !demandsCall(clientTools);
      const decision = mayExplain ? await this.emergency.decide(reading, error) : undefined;
      if (decision === undefined) throw error;
      yield* speak(decision, EMERGENCY_MODE);
    }
  }

  /** @throws ToolNameTakenError, ImagesNotReadError */
  private assertAcceptable({ clientTools, messages }: AgentTurn): void {
    const taken = clientTools?.definitions.findIndex(({ name }) => this.tools.has(name) || name === JSON_REPLY_TOOL);
    if (clientTools !== undefined && taken !== undefined && taken >= 0) {
      throw new ToolNameTakenError(clientTools.form, taken);
    }
    if (this.languageModel.readsImages) return;
    const withImages = messages.findIndex((message) => message.role === 'user' && message.images !== undefined);
    if (withImages >= 0) throw new ImagesNotReadError(withImages);
  }

  private async establishCaller(reading: TurnReading): Promise<TurnReading> {
    return { ...reading, context: await this.identity.establish(reading.context) };
  }

  private logTurn(turn: AgentTurn, summary: TurnSummary): void {
    this.logger.log({ messages: turn.messages.length, endUser: turn.endUser, ...summary }, 'Turn answered');
  }
}

export interface ServedModel {
  readonly id: string;
  /** Who runs it. */
  readonly provider: string;
}

interface TurnSummary {
  readonly finishReason: FinishReason;
  readonly usage: object;
  readonly tools: readonly string[];
  readonly cache: CacheUse | undefined;
  readonly durationMs: number;
}

function* speak({ actions, say }: Decision, model: string): Generator<AgentEvent> {
  yield { type: 'turn-start', model };
  for (const action of actions) yield { type: 'tool-result', id: 'policy', ...action };
  yield { type: 'text-delta', text: say };
  yield { type: 'turn-end', finishReason: 'end-turn', usage: NO_USAGE };
}
