import { Injectable } from '@nestjs/common';
import { type AgentEvent } from '../../agent/agent-event';
import { AgentService } from '../../agent/agent.service';
import { type AgentTurn } from '../../agent/agent-turn';
import { limitAnswer } from '../answer-call';
import { type VapiCall } from '../vapi-call';
import { answersToo, type Question, readQuestion } from './question';
import { TurnRun } from './turn-run';

/** A platform repeats itself within seconds. */
const KEPT_MS = 30_000;
/** Calls whose latest turn is kept; beyond it the oldest is forgotten, and a repeat is answered anew. */
const MOST_CALLS = 10_000;

interface LatestTurn {
  readonly question: Question;
  readonly run: TurnRun;
}

/**
 * The latest turn of each call. A voice platform asks several times in one turn: again with the same words, which join
 * the answer that goes on or hear again what was answered; or with more words, which take its place. Requests that were
 * sent one after the other may arrive in any order.
 */
@Injectable()
export class CallTurns {
  private readonly latest = new Map<string, LatestTurn>();

  constructor(private readonly agent: AgentService) {}

  /** The answer to a turn: that of the agent, once for all requests that ask for the same turn of a call. */
  answer(turn: AgentTurn, call: VapiCall | undefined): AsyncIterable<AgentEvent> {
    if (call === undefined) return this.agent.run(turn);
    if (call.id === undefined) return this.agent.run({ ...turn, signal: limitAnswer(turn.signal) });
    // Whose call it is comes first: nobody hears what another tenant's caller is told, whatever id they send.
    return this.follow(JSON.stringify([turn.conversationOwner, turn.phoneNumber, call.id]), turn);
  }

  private follow(call: string, turn: AgentTurn): AsyncIterable<AgentEvent> {
    const question = readQuestion(turn);
    const before = this.latest.get(call);
    if (before?.run.isUsable === true && answersToo(before.question, question)) return before.run.listen(turn.signal);
    before?.run.replace();
    const run = new TurnRun((signal) => this.agent.run({ ...turn, signal: limitAnswer(signal) }));
    this.keep(call, { question, run });
    return run.listen(turn.signal);
  }

  private keep(call: string, latest: LatestTurn): void {
    this.latest.delete(call);
    this.latest.set(call, latest);
    const [oldest] = this.latest.keys();
    if (this.latest.size > MOST_CALLS && oldest !== undefined) this.latest.delete(oldest);
    setTimeout(() => {
      if (this.latest.get(call) === latest) this.latest.delete(call);
    }, KEPT_MS).unref();
  }
}
