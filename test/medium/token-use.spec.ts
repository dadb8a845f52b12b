import { Logger } from '@nestjs/common';
import { AgentService } from '../../src/agent/agent.service';
import { type AgentTurn } from '../../src/agent/agent-turn';
import { type TokenMeter } from '../../src/common/token-allowance';
import { type Database } from '../../src/database/database';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { JSON_REPLY_TOOL } from '../../src/language-model/json-reply-tool';
import { createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { breaksOff, calls, says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

/** What one whole call of the scripted model reports. */
const WHOLE_CALL = 15;
/** The bank's rules and tools are in every call, so what one reads is far more than a caller says. */
const PROMPT = 1_000;
const SENTENCE = 'I would rather tell you a long story. ';

describe(`What is used of the model in a turn of ${AgentService.name}`, () => {
  let store: TestStore;
  let database: Database;
  let meter: TokenMeter | undefined;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    store = await createEmbeddedStore();
    database = await store.open();
  });

  beforeEach(() => {
    meter = undefined;
  });

  afterAll(() => store.remove());

  function createRun(steps: readonly ScriptedStep[], rest: Partial<AgentTurn> = {}): ReturnType<AgentService['run']> {
    const allowance = { refusal: undefined, countBy: (given: TokenMeter) => void (meter = given) };
    const agent = createAgent({ model: new ScriptedModel(...steps), database });
    return agent.run(createTurn([user('Hello')], { allowance, ...rest }));
  }

  function usageOf({ events }: PlayedTurn): unknown {
    const end = events.at(-1);
    return end?.type === 'turn-end' ? end.usage : undefined;
  }

  it('should be that of all its calls', async () => {
    const played = await play(createRun([calls('no_such_tool'), says('There is none. ')]));
    expect(meter?.tokens).toBe(2 * WHOLE_CALL);
    expect(usageOf(played)).toEqual({ inputTokens: 20, outputTokens: 10, cachedInputTokens: 0 });
  });

  it('should be that of both tries at an answer in a form that nothing fits, though the turn fails', async () => {
    const unfit = calls(JSON_REPLY_TOOL, { answer: 1 });
    const jsonFormat = { schema: { type: 'object', properties: { answer: { type: 'string' } } } };
    await expect(play(createRun([unfit, unfit], { jsonFormat }))).rejects.toThrow(LanguageModelError);
    expect(meter?.tokens).toBe(2 * WHOLE_CALL);
  });

  it('should be estimated, and told, when the turn is as full as it may be', async () => {
    const played = await play(createRun([says(...Array.from({ length: 300 }, () => SENTENCE))]));
    const usage = usageOf(played) as { readonly inputTokens: number; readonly outputTokens: number };
    expect(usage.inputTokens).toBeGreaterThan(PROMPT);
    // All that the model has said by then: no more than a sentence beyond 8,000 characters.
    expect(usage.outputTokens).toBeGreaterThanOrEqual(2_000);
    expect(usage.outputTokens).toBeLessThan(2_000 + SENTENCE.length);
    expect(meter?.tokens).toBe(usage.inputTokens + usage.outputTokens);
  });

  it('should be estimated when the model takes too long', async () => {
    const late = breaksOff(new LanguageModelError('model_timeout', 'Too late.'));
    await expect(play(createRun([late]))).rejects.toThrow(LanguageModelError);
    expect(meter?.tokens).toBeGreaterThan(PROMPT);
  });

  it('should be known at the moment in which the caller hangs up', async () => {
    const seen: number[] = [];
    for await (const event of createRun([says('One moment please. ', 'I look it up. ')])) {
      if (event.type !== 'text-delta') continue;
      seen.push(meter?.tokens ?? 0);
      break;
    }
    expect(seen).toEqual([meter?.tokens]);
    expect(seen[0]).toBeGreaterThan(PROMPT);
  });

  it('should be nothing when no model was asked', async () => {
    const refusal = new LanguageModelError('model_throttled', 'None left.');
    const allowance = { refusal, countBy: (given: TokenMeter) => void (meter = given) };
    await expect(play(createRun([], { allowance }))).rejects.toBe(refusal);
    expect(meter?.tokens).toBe(0);
  });
});
