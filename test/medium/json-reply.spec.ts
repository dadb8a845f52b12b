import { Logger } from '@nestjs/common';
import { AgentService } from '../../src/agent/agent.service';
import { type JsonFormat, type TurnMessage } from '../../src/agent/agent-turn';
import { JSON_REPLY_TOOL } from '../../src/language-model/json-reply-tool';
import { Tool, type ToolResult } from '../../src/agent/tools/tool';
import * as readDigits from '../../src/conversation/read-digits';
import { type Database } from '../../src/database/database';
import { createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { insertCustomer } from '../factories/customer.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep, ScriptedModel, together } from '../support/scripted-model';

const FORMAT: JsonFormat = {
  schema: {
    type: 'object',
    properties: { answer: { type: 'string' }, sure: { type: 'boolean' } },
    required: ['answer', 'sure'],
    additionalProperties: false,
  },
};
const FIT = { answer: 'Ten percent.', sure: true };

class RateTool extends Tool {
  override readonly openOperation = 'loan_information';
  readonly definition = { name: 'tell_rate', description: 'Tells the rate.', inputSchema: { type: 'object' } };

  run(): Promise<ToolResult> {
    return Promise.resolve({ status: 'ok', output: { rate: 10 } });
  }
}

describe(`Answers in JSON of ${AgentService.name}`, () => {
  let store: TestStore;
  let database: Database;
  let model: ScriptedModel;

  beforeAll(async () => {
    Logger.overrideLogger(['fatal']);
    store = await createEmbeddedStore();
    database = await store.open();
  });

  afterAll(() => store.remove());

  afterEach(() => {
    model.assertFinished();
  });

  async function answer(messages: readonly TurnMessage[], ...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
    model = new ScriptedModel(...script);
    return play(
      createAgent({ model, database, extraTools: [new RateTool()] }).run(createTurn(messages, { jsonFormat: FORMAT })),
    );
  }

  const give = (value: unknown): ScriptedStep => calls(JSON_REPLY_TOOL, value);

  it.each<[string, ScriptedStep]>([
    ['through the tool', give(FIT)],
    ['in plain text', says('{"answer": "Ten', ' percent.", "sure": true}')],
  ])('should be what the model gave, %s', async (_how, step) => {
    const { text, events } = await answer([user('What rate?')], step);
    expect(JSON.parse(text)).toEqual(FIT);
    expect(events.filter(({ type }) => type === 'text-delta')).toHaveLength(1);
    expect(events.at(-1)).toMatchObject({ type: 'turn-end', finishReason: 'end-turn' });
  });

  it('should come after tools that look something up, and none that ask the caller', async () => {
    const { text, actions } = await answer([user('What rate?')], calls('tell_rate'), give(FIT));
    expect(actions).toEqual(['tell_rate:ok']);
    expect(JSON.parse(text)).toEqual(FIT);
    const offered = model.requests[0]?.tools.map(({ name }) => name);
    expect(offered).toContain(JSON_REPLY_TOOL);
    expect(offered).not.toContain('block_card');
  });

  it.each<[string, ScriptedStep]>([
    ['does not fit the schema', give({ answer: 1, sure: true })],
    ['has too much', give({ ...FIT, more: 1 })],
    ['is no object', says('Ten percent.')],
  ])('should be asked for once more when it %s', async (_how, step) => {
    const { text } = await answer([user('What rate?')], step, give(FIT));
    expect(JSON.parse(text)).toEqual(FIT);
    expect(model.requests).toHaveLength(2);
  });

  it('should fail honestly when it never fits', async () => {
    const unfit = give({ answer: 'no' });
    await expect(answer([user('What rate?')], unfit, unfit)).rejects.toMatchObject({ code: 'model_output_malformed' });
  });

  it('should fail honestly when the check of its schema comes to no end', async () => {
    model = new ScriptedModel(give({ answer: `${'a'.repeat(60)}!` }));
    const schema = { type: 'object', properties: { answer: { pattern: '^(a|a)*$' } } };
    const turn = createTurn([user('What rate?')], { jsonFormat: { schema } });
    await expect(play(createAgent({ model, database }).run(turn))).rejects.toMatchObject({
      code: 'model_output_malformed',
    });
  });

  it('should claim no more than speech may', async () => {
    const { text } = await answer([user('Block it')], give({ answer: 'Your card is blocked.', sure: true }));
    expect(text).not.toContain('is blocked');
    expect(JSON.parse(text)).toMatchObject({ sure: true });
  });

  it.each(['2026-11-24T10:00:00Z', '550e8400-e29b-41d4-a716-446655440000', 'INV-2026112400123', '+14155550100'])(
    'should leave data as it is: %s',
    async (data) => {
      expect(JSON.parse((await answer([user('When?')], give({ answer: data, sure: true }))).text)).toMatchObject({
        answer: data,
      });
    },
  );

  it('should read what the caller has said as often for many texts as for one', async () => {
    const reading = jest.spyOn(readDigits, 'readDigitRuns');
    const countReadings = async (texts: number): Promise<number> => {
      reading.mockClear();
      model = new ScriptedModel(give({ texts: Array(texts).fill('Ask for nine nine one one.') }));
      const turn = createTurn([user('What rate?')], { jsonFormat: { schema: { type: 'object' } } });
      expect((await play(createAgent({ model, database }).run(turn))).text).toContain('nine nine');
      return reading.mock.calls.length;
    };
    const once = await countReadings(1);
    expect(once).toBeGreaterThan(0);
    expect(await countReadings(50)).toBe(once);
    reading.mockRestore();
  });

  it('should fail honestly where a text is longer than a turn may be', async () => {
    const long = give({ answer: 'a word '.repeat(2_000), sure: true });
    await expect(answer([user('Tell me all')], long)).rejects.toMatchObject({ code: 'model_output_malformed' });
  });

  it('should let a tool that asks the caller be called by no name, and be given again beside other calls', async () => {
    const both = together(calls('block_card'), give(FIT));
    const { text, actions } = await answer([user('Block it')], both, give(FIT));
    expect(actions).toEqual([]);
    expect(JSON.parse(text)).toEqual(FIT);
    expect(await database.queries.selectFrom('pending_action').selectAll().execute()).toEqual([]);
  });

  it('should not speak for a tool that was not on offer', async () => {
    const { text, actions } = await answer([user('Which cards?')], calls('list_cards'), give(FIT));
    expect(actions).toEqual(['unknown_tool:invalid_input']);
    expect(JSON.parse(text)).toEqual(FIT);
  });

  it('should act on no yes, since nobody could hear the result', async () => {
    const { phoneNumber } = await insertCustomer(database);
    const ask = user(`Block my card [phone: ${phoneNumber}]`);
    const first = new ScriptedModel(calls('block_card'));
    const asked = await play(createAgent({ model: first, database }).run(createTurn([ask])));
    const history = [ask, { role: 'assistant' as const, text: asked.text, toolCalls: [] }, user('yes')];
    expect((await answer(history, give(FIT))).actions).toEqual([]);
    expect(await database.queries.selectFrom('card_action').selectAll().execute()).toEqual([]);
  });
});
