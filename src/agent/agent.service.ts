import { Injectable, Logger } from '@nestjs/common';
import { LanguageModel } from '../language-model/language-model';
import { type AgentEvent, type FinishReason } from './agent-event';
import { type AgentTurn } from './agent-turn';
import { NO_USAGE } from './loop/add-usage';
import { ConfirmationGate } from './loop/confirmation-gate';
import { type Decision } from './loop/decision';
import { readTurn } from './loop/read-turn';
import { ToolLoop } from './loop/tool-loop';

/** Named as the model of a reply in which the server itself acted on the caller's yes or no. */
export const POLICY_MODEL_ID = 'tellerline-policy-1';

/** Answers one turn of a conversation. Every edge comes through here. */
@Injectable()
export class AgentService {
  private readonly logger = new Logger(AgentService.name);

  constructor(
    private readonly gate: ConfirmationGate,
    private readonly loop: ToolLoop,
    private readonly languageModel: LanguageModel,
  ) {}

  /** The model that answers, by the id that replies name. */
  get model(): ServedModel {
    return { id: this.languageModel.id, provider: this.languageModel.provider };
  }

  /**
   * Yields the answer as it comes into being.
   *
   * @throws InvalidMessageError, TurnAbortedError, LanguageModelError, DatabaseError: before the first event when nothing was said yet,
   * afterwards in the middle of the stream. A turn that throws has no `turn-end`.
   */
  async *run(turn: AgentTurn): AsyncGenerator<AgentEvent> {
    const startedAt = performance.now();
    const tools: string[] = [];
    const reading = readTurn(turn);
    const decision = await this.gate.decide(reading, turn.signal);
    const events =
      decision === undefined
        ? this.loop.run({ reading, sampling: turn.sampling, signal: turn.signal })
        : speak(decision);
    for await (const event of events) {
      if (event.type === 'tool-result') tools.push(`${event.tool}:${event.status}`);
      if (event.type === 'turn-end') {
        const { finishReason, usage } = event;
        this.logTurn(turn, { finishReason, usage, tools, durationMs: Math.round(performance.now() - startedAt) });
      }
      yield event;
    }
  }

  private logTurn(turn: AgentTurn, summary: TurnSummary): void {
    this.logger.log({ messages: turn.messages.length, ...summary }, 'Turn answered');
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
  readonly durationMs: number;
}

function* speak({ action, say }: Decision): Generator<AgentEvent> {
  yield { type: 'turn-start', model: POLICY_MODEL_ID };
  yield { type: 'tool-result', id: 'confirmation', ...action };
  yield { type: 'text-delta', text: say };
  yield { type: 'turn-end', finishReason: 'end-turn', usage: NO_USAGE };
}
