import { Injectable } from '@nestjs/common';
import { LanguageModel } from '../../language-model/language-model';
import { ResponseCache } from '../../response-cache/response-cache';
import { type AgentEvent } from '../agent-event';
import { type AgentTurn } from '../agent-turn';
import { type TurnReading } from '../loop/read-turn';
import { AnswerRecording, readAnswer, type RecordedAnswer } from './answer-recording';
import { concernsNobody } from './concerns-nobody';
import { QuestionNames } from './question-names';

/** Answers what concerns nobody as it was answered before, without a model. Nothing that touched a customer is kept. */
@Injectable()
export class AnswerCache {
  constructor(
    private readonly cache: ResponseCache,
    private readonly names: QuestionNames,
    private readonly model: LanguageModel,
  ) {}

  /** @param ask yields the answer of the model; it is not called when there is one already. */
  async *answer(
    turn: AgentTurn,
    reading: TurnReading,
    ask: () => AsyncIterable<AgentEvent>,
  ): AsyncGenerator<AgentEvent> {
    if (!this.cache.isOn || !concernsNobody(turn, reading)) {
      yield* ask();
      return;
    }
    const name = this.names.nameOf(turn);
    const known = readAnswer(await this.cache.find(name));
    if (known === undefined) yield* this.record(name, ask());
    else yield* this.repeat(known);
  }

  /** It is on its way to be kept before its end is told, so that whoever asks next finds it; the caller does not wait. */
  private async *record(name: string, events: AsyncIterable<AgentEvent>): AsyncGenerator<AgentEvent> {
    const recording = new AnswerRecording(this.model.id);
    for await (const event of events) {
      recording.add(event);
      const { answer } = recording;
      if (answer !== undefined) this.cache.keep(name, JSON.stringify(answer));
      const isStart = event.type === 'turn-start' && event.model === this.model.id;
      yield isStart ? { ...event, cache: 'miss' } : event;
    }
  }

  private *repeat({ text, finishReason, usage }: RecordedAnswer): Generator<AgentEvent> {
    yield { type: 'turn-start', model: this.model.id, cache: 'hit' };
    if (text !== '') yield { type: 'text-delta', text };
    yield { type: 'turn-end', finishReason, usage };
  }
}
