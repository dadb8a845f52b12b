import type { ChatCompletion } from 'openai/resources/chat/completions';
import { Database } from '../../src/database/database';
import { LanguageModel } from '../../src/language-model/language-model';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { calls } from '../support/scripted-model';
import { startTestApp, type TestApp } from '../support/test-app';

const CHAT = '/v1/chat/completions';
const COPIES = 5;

/** Clients make up the ids of tool calls that they put into a history, and make up others when they send it again. */
describe('copies of a confirmation whose tool calls have other ids', () => {
  let service: TestApp;
  let customer: TestCustomer;

  beforeAll(async () => {
    service = await startTestApp({ CONFIRMATION_SETTLE_MS: '0' });
  });

  beforeEach(async () => {
    customer = await insertCustomer(service.app.get(Database));
    let count = 0;
    jest.spyOn(service.app.get(LanguageModel), 'stream').mockImplementation(async function* () {
      await Promise.resolve();
      count += 1;
      yield* calls('block_card', {}, `call_of_the_model_${count}`).events;
    });
  });

  afterEach(() => {
    jest.restoreAllMocks();
  });

  afterAll(() => service.close());

  async function say(messages: readonly object[]): Promise<string> {
    const response = await service.post(CHAT, { messages });
    expect(response.status).toBe(200);
    const { choices } = (await response.json()) as ChatCompletion;
    return choices[0]?.message.content ?? '';
  }

  const opening = () => ({ role: 'user', content: `Block my card [phone: ${customer.phoneNumber}]` });

  /** The same call with the same words, told with a tool call of another id. */
  const confirm = (question: string, id: string): Promise<string> =>
    say([
      opening(),
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id, type: 'function', function: { name: 'block_card', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: id, content: '{"status":"proposed"}' },
      { role: 'assistant', content: question },
      { role: 'user', content: 'yes' },
    ]);

  const readActions = () =>
    service.app
      .get(Database)
      .queries.selectFrom('card_action')
      .where('customer_id', '=', customer.id)
      .select(['id', 'operation'])
      .execute();

  it('should give one action and one answer, one after the other', async () => {
    const question = await say([opening()]);
    const answers: string[] = [];
    for (let copy = 0; copy < COPIES; copy += 1) answers.push(await confirm(question, `call_${copy}`));
    expect(answers[0]).toMatch(/is blocked/);
    expect(new Set(answers).size).toBe(1);
    expect(await readActions()).toHaveLength(1);
  });

  it('should give one action and one answer, all at once', async () => {
    const question = await say([opening()]);
    const answers = await Promise.all(Array.from({ length: COPIES }, (_, copy) => confirm(question, `call_${copy}`)));
    expect(answers[0]).toMatch(/is blocked/);
    expect(new Set(answers).size).toBe(1);
    expect(await readActions()).toHaveLength(1);
  });

  it('should give one proposal when the question is asked for again', async () => {
    const questions = await Promise.all(Array.from({ length: COPIES }, () => say([opening()])));
    expect(new Set(questions).size).toBe(1);
    await confirm(questions[0] ?? '', 'call_x');
    expect(await readActions()).toHaveLength(1);
  });
});
