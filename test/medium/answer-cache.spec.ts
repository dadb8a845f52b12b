import { Logger } from '@nestjs/common';
import { type AgentTurn } from '../../src/agent/agent-turn';
import { AnswerCache } from '../../src/agent/cache/answer-cache';
import { Clock } from '../../src/common/clock';
import { type TokenMeter } from '../../src/common/token-allowance';
import { type Database } from '../../src/database/database';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { ResponseCache } from '../../src/response-cache/response-cache';
import {
  assistant,
  createAgent,
  createCache,
  createTurn,
  play,
  type PlayedTurn,
  user,
} from '../factories/agent.factory';
import { insertCustomer } from '../factories/customer.factory';
import { TestClock } from '../factories/test-clock';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { PatientRedis } from '../support/patient-redis';
import { describeWithRedis, PrivateRedis } from '../support/private-redis';
import { breaksOff, calls, says, type ScriptedStep, ScriptedModel } from '../support/scripted-model';

const TTL_SECONDS = 60;
const QUESTION = [user('What is a fixed rate?')];
const ANSWER = 'A rate that stays. ';

function startOf({ events }: PlayedTurn): unknown {
  return events.find(({ type }) => type === 'turn-start');
}

describe(AnswerCache.name, () => {
  let store: TestStore;
  let database: Database;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    store = await createEmbeddedStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  describe('when answers are kept in memory', () => {
    let cache: ResponseCache;
    let clock: TestClock;

    beforeEach(() => {
      clock = new TestClock();
      cache = createCache(TTL_SECONDS, clock);
    });

    /** Plays the turns, one after another, with a model that has these steps and is asked for all of them. */
    async function playAll<Turns extends readonly AgentTurn[]>(
      steps: readonly ScriptedStep[],
      ...turns: Turns
    ): Promise<{ readonly [Index in keyof Turns]: PlayedTurn }> {
      const model = new ScriptedModel(...steps);
      const agent = createAgent({ model, database, cache });
      const played: PlayedTurn[] = [];
      for (const turn of turns) played.push(await play(agent.run(turn)));
      model.assertFinished();
      return played as { readonly [Index in keyof Turns]: PlayedTurn };
    }

    it('should ask the model once, and give the same answer, use and reason again', async () => {
      const [first, second] = await playAll(
        [says('A rate ', 'that stays. ')],
        createTurn(QUESTION),
        createTurn(QUESTION),
      );
      expect(startOf(first)).toEqual({ type: 'turn-start', model: 'scripted-1', cache: 'miss' });
      expect(second.events).toEqual([
        { type: 'turn-start', model: 'scripted-1', cache: 'hit' },
        { type: 'text-delta', text: first.text },
        first.events.at(-1),
      ]);
    });

    it('should ask again when the time is over', async () => {
      await playAll([says(ANSWER)], createTurn(QUESTION));
      clock.advance(TTL_SECONDS * 1_000 - 1);
      await playAll([], createTurn(QUESTION));
      clock.advance(1);
      await playAll([says(ANSWER)], createTurn(QUESTION));
    });

    it('should give no tenant the answer of another', async () => {
      await playAll(
        [says(ANSWER), says(ANSWER)],
        createTurn(QUESTION),
        createTurn(QUESTION, { conversationOwner: 'other/asserted' }),
      );
    });

    it('should use no tokens for an answer that was given before', async () => {
      const meters: TokenMeter[] = [];
      const allowance = { refusal: undefined, countBy: (meter: TokenMeter) => void meters.push(meter) };
      await playAll([says(ANSWER)], createTurn(QUESTION, { allowance }), createTurn(QUESTION, { allowance }));
      expect(meters.map(({ tokens }) => tokens)).toEqual([15]);
    });

    it('should give one again when no tokens are left', async () => {
      await playAll([says(ANSWER)], createTurn(QUESTION));
      const allowance = { refusal: new LanguageModelError('model_throttled', 'None left.'), countBy: () => undefined };
      const [played] = await playAll([], createTurn(QUESTION, { allowance }));
      expect(played.text).toBe(ANSWER);
    });

    it('should keep no answer that broke off', async () => {
      const broken = breaksOff(new LanguageModelError('model_stream_broken', 'Broken.'), 'A rate ', 'that stays. ');
      await expect(playAll([broken], createTurn(QUESTION))).rejects.toThrow(LanguageModelError);
      await playAll([says(ANSWER)], createTurn(QUESTION));
    });

    it('should keep no answer of a reader who left before its end', async () => {
      const agent = createAgent({ model: new ScriptedModel(says('A rate that stays. ', 'Always. ')), database, cache });
      for await (const event of agent.run(createTurn(QUESTION))) if (event.type === 'text-delta') break;
      await playAll([says(ANSWER)], createTurn(QUESTION));
    });

    it('should keep nothing that a tool had a part in', async () => {
      const [first, second] = await playAll(
        [calls('list_cards'), calls('list_cards')],
        createTurn(QUESTION),
        createTurn(QUESTION),
      );
      expect(first.actions).toHaveLength(1);
      expect(second.actions).toEqual(first.actions);
    });

    it('should keep nothing that the emergency dialogue says', async () => {
      const lost = createTurn([user('I lost my card, please block it')]);
      const outage = (): ScriptedStep => breaksOff(new LanguageModelError('model_unavailable', 'Away.'));
      const played = await playAll([outage(), outage()], lost, lost);
      for (const turn of played) expect(startOf(turn)).toEqual({ type: 'turn-start', model: 'tellerline-emergency-1' });
    });

    it('should neither keep nor find anything of a customer, from the question to the yes', async () => {
      const { phoneNumber } = await insertCustomer(database);
      const find = jest.spyOn(cache, 'find');
      const keep = jest.spyOn(cache, 'keep');
      const first = [user(`Block my card [phone: ${phoneNumber}]`)];
      const [question] = await playAll([calls('block_card')], createTurn(first));
      const yes = createTurn([...first, assistant(question.text), user('yes')]);
      const [done, again] = await playAll([], yes, yes);
      expect(done.actions).toEqual(['block_card:done']);
      expect(again.text).toBe(done.text);
      await playAll(
        [says(ANSWER), says(ANSWER)],
        ...Array.from({ length: 2 }, () => createTurn(QUESTION, { phoneNumber })),
      );
      expect([find.mock.calls, keep.mock.calls]).toEqual([[], []]);
    });

    it('should do nothing when it is off', async () => {
      cache = createCache(0);
      const [first] = await playAll([says(ANSWER), says(ANSWER)], createTurn(QUESTION), createTurn(QUESTION));
      expect(startOf(first)).toEqual({ type: 'turn-start', model: 'scripted-1' });
    });
  });

  describeWithRedis('when answers are kept in Redis', () => {
    let server: PrivateRedis;
    const connections: PatientRedis[] = [];

    beforeAll(async () => {
      server = await PrivateRedis.start();
    });

    afterAll(async () => {
      for (const connection of connections) connection.onApplicationShutdown();
      await server.remove();
    });

    async function createInstance(model: ScriptedModel): Promise<(turn: AgentTurn) => Promise<PlayedTurn>> {
      const redis = await PatientRedis.connect(server.url);
      connections.push(redis);
      const cache = new ResponseCache({ responseCacheTtlSeconds: TTL_SECONDS }, redis, new Clock());
      const agent = createAgent({ model, database, cache });
      return (turn) => play(agent.run(turn));
    }

    it('should give in one instance what another one was told, under a name that tells nothing and has an end', async () => {
      const [one, two] = [
        await createInstance(new ScriptedModel(says(ANSWER))),
        await createInstance(new ScriptedModel()),
      ];
      await one(createTurn(QUESTION));
      expect((await two(createTurn(QUESTION))).text).toBe(ANSWER);
      await server.run(async (redis) => {
        const [name = '', ...others] = await redis.keys('tellerline:answer:*');
        expect(name).toMatch(/^tellerline:answer:[\w-]{43}$/);
        expect(others).toEqual([]);
        const lifetimeMs = await redis.pttl(name);
        expect(lifetimeMs).toBeGreaterThan(0);
        expect(lifetimeMs).toBeLessThanOrEqual(TTL_SECONDS * 1_000);
      });
    });

    it('should ask the model when Redis is away', async () => {
      const model = new ScriptedModel(says(ANSWER), says(ANSWER));
      const instance = await createInstance(model);
      await server.kill();
      for (let round = 0; round < 2; round += 1) {
        expect((await instance(createTurn([user('What is a floating rate?')]))).text).toBe(ANSWER);
      }
      model.assertFinished();
    });
  });
});
