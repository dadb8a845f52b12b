import { Logger } from '@nestjs/common';
import { type AgentService } from '../../src/agent/agent.service';
import { type AgentTurn, type TurnMessage } from '../../src/agent/agent-turn';
import { AnswerCache } from '../../src/agent/cache/answer-cache';
import { Clock } from '../../src/common/clock';
import { KeyedDigest } from '../../src/common/keyed-digest';
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
const DIGEST = new KeyedDigest({ passcodes: { secret: 'a' } });
const ANSWER = 'A rate that stays. ';

function startOf({ events }: PlayedTurn): unknown {
  return events.find(({ type }) => type === 'turn-start');
}

interface Instance {
  readonly redis: PatientRedis;
  readonly agent: AgentService;
}

/** A question as it comes from a request that names nobody. */
function ask(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): AgentTurn {
  return createTurn(messages, { namesNobody: true, ...rest });
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
      const agent = createAgent({ model, database, cache, digest: DIGEST });
      const played: PlayedTurn[] = [];
      for (const turn of turns) played.push(await play(agent.run(turn)));
      model.assertFinished();
      return played as { readonly [Index in keyof Turns]: PlayedTurn };
    }

    it('should ask the model once, and give the same answer, use and reason again', async () => {
      const [first, second] = await playAll([says('A rate ', 'that stays. ')], ask(QUESTION), ask(QUESTION));
      expect(startOf(first)).toEqual({ type: 'turn-start', model: 'scripted-1', cache: 'miss' });
      expect(second.events).toEqual([
        { type: 'turn-start', model: 'scripted-1', cache: 'hit' },
        { type: 'text-delta', text: first.text },
        first.events.at(-1),
      ]);
    });

    it('should ask again when the time is over', async () => {
      await playAll([says(ANSWER)], ask(QUESTION));
      clock.advance(TTL_SECONDS * 1_000 - 1);
      await playAll([], ask(QUESTION));
      clock.advance(1);
      await playAll([says(ANSWER)], ask(QUESTION));
    });

    it('should give no tenant the answer of another', async () => {
      await playAll(
        [says(ANSWER), says(ANSWER)],
        ask(QUESTION),
        ask(QUESTION, { conversationOwner: 'other/asserted' }),
      );
    });

    it('should use no tokens for an answer that was given before', async () => {
      const meters: TokenMeter[] = [];
      const allowance = { refusal: undefined, countBy: (meter: TokenMeter) => void meters.push(meter) };
      await playAll([says(ANSWER)], ask(QUESTION, { allowance }), ask(QUESTION, { allowance }));
      expect(meters.map(({ tokens }) => tokens)).toEqual([15]);
    });

    it('should give one again when no tokens are left', async () => {
      await playAll([says(ANSWER)], ask(QUESTION));
      const allowance = { refusal: new LanguageModelError('model_throttled', 'None left.'), countBy: () => undefined };
      const [played] = await playAll([], ask(QUESTION, { allowance }));
      expect(played.text).toBe(ANSWER);
    });

    it('should keep no answer that broke off', async () => {
      const broken = breaksOff(new LanguageModelError('model_stream_broken', 'Broken.'), 'A rate ', 'that stays. ');
      await expect(playAll([broken], ask(QUESTION))).rejects.toThrow(LanguageModelError);
      await playAll([says(ANSWER)], ask(QUESTION));
    });

    it('should keep no answer of a reader who left before its end', async () => {
      const agent = createAgent({
        model: new ScriptedModel(says('A rate that stays. ', 'Always. ')),
        database,
        cache,
        digest: DIGEST,
      });
      for await (const event of agent.run(ask(QUESTION))) if (event.type === 'text-delta') break;
      await playAll([says(ANSWER)], ask(QUESTION));
    });

    it('should keep nothing that a tool had a part in', async () => {
      const [first, second] = await playAll([calls('list_cards'), calls('list_cards')], ask(QUESTION), ask(QUESTION));
      expect(first.actions).toHaveLength(1);
      expect(second.actions).toEqual(first.actions);
    });

    it('should keep nothing that the emergency dialogue says', async () => {
      const lost = ask([user('I lost my card, please block it')]);
      const outage = (): ScriptedStep => breaksOff(new LanguageModelError('model_unavailable', 'Away.'));
      const played = await playAll([outage(), outage()], lost, lost);
      for (const turn of played) expect(startOf(turn)).toEqual({ type: 'turn-start', model: 'tellerline-emergency-1' });
    });

    it('should neither keep nor find anything of a customer, from the question to the yes', async () => {
      const { phoneNumber } = await insertCustomer(database);
      const find = jest.spyOn(cache, 'find');
      const keep = jest.spyOn(cache, 'keep');
      const first = [user(`Block my card [phone: ${phoneNumber}]`)];
      const [question] = await playAll([calls('block_card')], ask(first));
      const yes = ask([...first, assistant(question.text), user('yes')]);
      const [done, again] = await playAll([], yes, yes);
      expect(done.actions).toEqual(['block_card:done']);
      expect(again.text).toBe(done.text);
      await playAll([says(ANSWER), says(ANSWER)], ...Array.from({ length: 2 }, () => ask(QUESTION, { phoneNumber })));
      expect([find.mock.calls, keep.mock.calls]).toEqual([[], []]);
    });

    it('should do nothing when it is off', async () => {
      cache = createCache(0);
      const [first] = await playAll([says(ANSWER), says(ANSWER)], ask(QUESTION), ask(QUESTION));
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

    beforeEach(() => server.run((redis) => redis.flushall()));

    async function createInstance(model: ScriptedModel, secret = 'shared'): Promise<Instance> {
      const redis = await PatientRedis.connect(server.url);
      connections.push(redis);
      const cache = new ResponseCache({ responseCacheTtlSeconds: TTL_SECONDS }, redis, new Clock());
      const digest = new KeyedDigest({ passcodes: { secret } });
      return { redis, agent: createAgent({ model, database, cache, digest }) };
    }

    /** @returns once the answer is kept, when it is one to keep: nobody waits for that but a test. */
    async function answer({ redis, agent }: Instance, turn: AgentTurn): Promise<PlayedTurn> {
      const played = await play(agent.run(turn));
      // One connection carries out its commands in their order.
      await redis.attempt((server) => server.ping());
      return played;
    }

    /** The names of all answers that are kept. */
    function listKept(): Promise<readonly string[]> {
      return server.run((redis) => redis.keys('tellerline:answer:*'));
    }

    it('should give in one instance what another one was told, under a name that tells nothing and has an end', async () => {
      const [one, two] = [
        await createInstance(new ScriptedModel(says(ANSWER))),
        await createInstance(new ScriptedModel()),
      ];
      await answer(one, ask(QUESTION));
      expect((await answer(two, ask(QUESTION))).text).toBe(ANSWER);
      const [name = ''] = await listKept();
      expect(name).toMatch(/^tellerline:answer:[\w-]{43}$/);
      await server.run(async (redis) => {
        const lifetimeMs = await redis.pttl(name);
        expect(lifetimeMs).toBeGreaterThan(0);
        expect(lifetimeMs).toBeLessThanOrEqual(TTL_SECONDS * 1_000);
      });
    });

    it('should not find what was named under another secret', async () => {
      const [one, two] = [
        await createInstance(new ScriptedModel(says(ANSWER)), 'one secret'),
        await createInstance(new ScriptedModel(says(ANSWER)), 'another'),
      ];
      for (const instance of [one, two])
        expect(startOf(await answer(instance, ask(QUESTION)))).toMatchObject({ cache: 'miss' });
      expect(await listKept()).toHaveLength(2);
    });

    it.each(['no JSON', '{"text":7,"finishReason":"end-turn","usage":{}}', 'null'])(
      'should ask the model again, and keep its answer, where %s stands',
      async (wrong) => {
        const model = new ScriptedModel(says(ANSWER), says(ANSWER));
        const instance = await createInstance(model);
        await answer(instance, ask(QUESTION));
        const [name = ''] = await listKept();
        await server.run((redis) => redis.set(name, wrong));
        const again = await answer(instance, ask(QUESTION));
        expect([startOf(again), again.text]).toEqual([
          { type: 'turn-start', model: 'scripted-1', cache: 'miss' },
          ANSWER,
        ]);
        expect(startOf(await answer(instance, ask(QUESTION)))).toMatchObject({ cache: 'hit' });
        model.assertFinished();
      },
    );

    it('should not let the caller wait until an answer is kept', async () => {
      const instance = await createInstance(new ScriptedModel(says(ANSWER)));
      const attempt = jest.spyOn(instance.redis, 'attempt');
      const events = instance.agent.run(ask(QUESTION));
      // By then it has found nothing.
      await events.next();
      server.freeze();
      const attempts = attempt.mock.results.length;
      let isKept = false;
      for await (const { type } of events) {
        if (type !== 'turn-end') continue;
        const keeping = attempt.mock.results[attempts]?.value as Promise<unknown>;
        void keeping.then(() => (isKept = true));
      }
      expect(attempt.mock.results).toHaveLength(attempts + 1);
      expect(isKept).toBe(false);
      server.thaw();
    });

    it('should ask the model when Redis is away', async () => {
      const model = new ScriptedModel(says(ANSWER), says(ANSWER));
      const instance = await createInstance(model);
      await server.kill();
      for (let round = 0; round < 2; round += 1) {
        expect((await answer(instance, ask([user('What is a floating rate?')]))).text).toBe(ANSWER);
      }
      model.assertFinished();
    });
  });
});
