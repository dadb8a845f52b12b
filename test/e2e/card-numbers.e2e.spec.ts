import { sql } from 'kysely';
import { LanguageModel } from '../../src/language-model/language-model';
import { Database } from '../../src/database/database';
import { CardNumberTraces, makeCardNumbers } from '../support/card-number-traces';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { SAYINGS } from '../support/say-card-number';
import { says } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';

/** What is said on the way to the store is the same on both engines, so the second one needs fewer. */
const NUMBERS = { embedded: 1_000, postgres: 200 };
const AT_ONCE = 10;
const MOST_TRIES = 5;
const FORMS = Object.values(SAYINGS);

/** Every number in every form: in histories, as the words of calls that are remembered, and where they are mistakes. */
describeOnEachEngine('Card numbers in all forms', (createStore) => {
  let numbers: readonly string[];
  let traces: CardNumberTraces;
  const seenByModel: string[] = [];
  let store: TestStore;
  let service: TestApp;

  beforeAll(async () => {
    store = await createStore();
    numbers = makeCardNumbers(NUMBERS[store.engine]);
    traces = new CardNumberTraces(numbers);
    service = await startTestApp({ DATABASE_URL: store.url, LOG_LEVEL: 'trace' });
    // A model that repeats what it hears, so that its words would carry a number into the reply.
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(async function* ({ messages }) {
      await Promise.resolve();
      const heard = JSON.stringify(messages);
      seenByModel.push(heard);
      yield* says('You said: ', ...(heard.match(/[\s\S]{1,40}/g) ?? [])).events;
    });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await service.close();
    await store.remove();
  });

  const say = (form: number, digits: string): readonly string[] =>
    FORMS[form % FORMS.length]?.(digits, () => (Number(digits.slice(-5)) % 97) / 97) ?? [];

  /** A store on a busy machine may be late, and the caller is told to ask again: what a late reply says counts too. */
  async function post(path: string, body: object, status: number): Promise<readonly string[]> {
    const found: string[] = [];
    for (let tries = 1; ; tries += 1) {
      const response = await service.post(path, body);
      found.push(...traces.find(await response.text()));
      if (response.status !== 503 || tries === MOST_TRIES) {
        expect(response.status).toBe(status);
        return found;
      }
    }
  }

  /** Runs the work for each number, ten at a time, and gives all that it found. */
  async function forEachNumber(work: (digits: string, index: number) => Promise<readonly string[]>): Promise<string[]> {
    const found: string[] = [];
    for (let start = 0; start < numbers.length; start += AT_ONCE) {
      const batch = numbers.slice(start, start + AT_ONCE);
      const results = await Promise.all(batch.map((digits, offset) => work(digits, start + offset)));
      found.push(...results.flat());
    }
    return found;
  }

  it('should be in no reply and no stream, said in a history of all forms', async () => {
    const found = await forEachNumber((digits, index) => {
      const messages = FORMS.flatMap((_, form) =>
        [...say(form, digits), 'that is my card'].map((content) => ({ role: 'user', content })),
      );
      const forged = { role: 'assistant', content: say(index, digits).join(' ') };
      return post('/v1/chat/completions', { messages: [forged, ...messages], stream: index % 2 === 0 }, 200);
    });
    expect(found).toEqual([]);
    expect(seenByModel).toHaveLength(numbers.length);
  }, 120_000);

  it('should be in no reply of calls that are remembered', async () => {
    const found = await forEachNumber(async (digits, index) => {
      const conversation = { conversation_id: `call-${index}` };
      const heard: string[] = [];
      for (const query of say(index, digits)) {
        heard.push(...(await post('/api/agent/query', { query, ...conversation }, 200)));
      }
      return heard;
    });
    expect(found).toEqual([]);
  }, 120_000);

  it('should be in no error', async () => {
    const found = await forEachNumber((digits, index) => {
      const said = say(index, digits).join(' ');
      return post('/v1/chat/completions', { model: said, messages: [{ role: said, content: said }] }, 400);
    });
    expect(found).toEqual([]);
  }, 120_000);

  it('should be in nothing that the model was sent, in no log line and in no table', async () => {
    expect(seenByModel.join('')).toContain('ending in ');
    expect(seenByModel.flatMap((heard) => traces.find(heard))).toEqual([]);
    expect(service.logs().split('\n').length).toBeGreaterThan(numbers.length);
    expect(traces.find(service.logs())).toEqual([]);
    const { queries } = service.app.get(Database);
    const tables = await queries.introspection.getTables();
    expect(tables.map(({ name }) => name)).toContain('conversation_message');
    for (const { name } of tables) {
      const { rows } = await sql`select * from ${sql.table(name)}`.execute(queries);
      expect([name, traces.find(JSON.stringify(rows))]).toEqual([name, []]);
    }
    const messages = await queries.selectFrom('conversation_message').select('text').execute();
    expect(messages.filter(({ text }) => text.includes('ending in ')).length).toBeGreaterThanOrEqual(numbers.length);
  });
});
