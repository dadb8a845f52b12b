import {
  LanguageModel,
  type LanguageModelEvent,
  type LanguageModelRequest,
  type ModelHealth,
  type TokenUsage,
} from '../../src/language-model/language-model';

const USAGE: TokenUsage = { inputTokens: 10, outputTokens: 5, cachedInputTokens: 0 };

/** What the model does in one call: events, and an error at their end if it breaks off. */
export interface ScriptedStep {
  readonly events: readonly LanguageModelEvent[];
  readonly error?: Error;
}

export function says(...pieces: readonly string[]): ScriptedStep {
  return {
    events: [...pieces.map((text) => ({ type: 'text-delta' as const, text })), endsWith('end-turn')],
  };
}

export function calls(name: string, input: unknown = {}, id = `call_${name}`): ScriptedStep {
  const inputJson = typeof input === 'string' ? input : JSON.stringify(input);
  return { events: [{ type: 'tool-call', id, name, inputJson }, endsWith('tool-use')] };
}

/** Several steps as one: all their events, one end. */
export function together(...steps: readonly ScriptedStep[]): ScriptedStep {
  const events = steps.flatMap((step) => step.events.filter(({ type }) => type !== 'response-end'));
  return { events: [...events, endsWith('tool-use')] };
}

export function breaksOff(error: Error, ...pieces: readonly string[]): ScriptedStep {
  return { events: pieces.map((text) => ({ type: 'text-delta' as const, text })), error };
}

function endsWith(stopReason: 'end-turn' | 'tool-use'): LanguageModelEvent {
  return { type: 'response-end', stopReason, usage: USAGE };
}

/** A model that plays its script and nothing else: an unexpected call fails, and so does a step that nobody asked for. */
export class ScriptedModel extends LanguageModel {
  readonly id = 'scripted-1';
  readonly provider = 'test';
  readonly readsImages = true;
  /** The requests so far, as they were when they came. */
  readonly requests: LanguageModelRequest[] = [];
  private readonly steps: ScriptedStep[];

  constructor(...steps: readonly ScriptedStep[]) {
    super();
    this.steps = [...steps];
  }

  async *stream(request: LanguageModelRequest): AsyncGenerator<LanguageModelEvent> {
    this.requests.push({ ...request, messages: structuredClone(request.messages) });
    const step = this.steps.shift();
    if (step === undefined) throw new Error('The script has no further step, but the model was called again.');
    for (const event of step.events) {
      await Promise.resolve();
      yield event;
    }
    if (step.error !== undefined) throw step.error;
  }

  checkHealth(): Promise<ModelHealth> {
    return Promise.resolve({ state: 'up', detail: 'scripted' });
  }

  /** Call at the end of each test. */
  assertFinished(): void {
    if (this.steps.length > 0) throw new Error(`The script has ${this.steps.length} steps that were never played.`);
  }
}
