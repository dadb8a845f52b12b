import { Logger } from '@nestjs/common';
import { AgentService } from '../../src/agent/agent.service';
import { type AgentTurn, type ClientToolCall, type ClientTools, type TurnMessage } from '../../src/agent/agent-turn';
import { type Database } from '../../src/database/database';
import { sanitizeHistory } from '../../src/language-model/bedrock/sanitize-history';
import { LanguageModelError } from '../../src/language-model/language-model-error';
import { ToolNames } from '../../src/language-model/bedrock/tool-names';
import { assistant, createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { insertCustomer, type TestCustomer } from '../factories/customer.factory';
import { describeOnEachEngine, type TestStore } from '../support/database';
import { breaksOff, calls, says, type ScriptedStep, ScriptedModel, together } from '../support/scripted-model';

const CITY = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const WEATHER = { name: 'get_weather', description: 'Tells the weather.', inputSchema: CITY };
const TIME = { name: 'get_time', description: 'Tells the time.', inputSchema: CITY };
const TOOLS: ClientTools = { definitions: [WEATHER, TIME], choice: { type: 'auto' }, isParallel: true, form: 'tools' };
const RESULT = '{"celsius":21}';

describeOnEachEngine(`Tools of the client in ${AgentService.name}`, (createStore) => {
  let store: TestStore;
  let databases: readonly [Database, Database];
  let customer: TestCustomer;
  let model: ScriptedModel;

  beforeAll(() => {
    Logger.overrideLogger(['fatal']);
  });

  beforeEach(async () => {
    store = await createStore();
    databases = [await store.open(), await store.open()];
    customer = await insertCustomer(databases[0]);
  });

  afterEach(async () => {
    model.assertFinished();
    await store.remove();
  });

  interface Request extends Partial<AgentTurn> {
    readonly instance?: 0 | 1;
  }

  async function answer(
    messages: readonly TurnMessage[],
    { instance = 0, ...rest }: Request,
    ...script: readonly ScriptedStep[]
  ): Promise<PlayedTurn> {
    model = new ScriptedModel(...script);
    const agent = createAgent({ model, database: databases[instance] });
    return play(agent.run(createTurn(messages, { clientTools: TOOLS, ...rest })));
  }

  const ask = (): TurnMessage => user(`Which cards have I, and how is the weather? [phone: ${customer.phoneNumber}]`);

  function clientCallsOf({ events }: PlayedTurn): readonly ClientToolCall[] {
    return events.flatMap((event) =>
      event.type === 'client-tool-call' ? [{ id: event.id, name: event.name, inputJson: event.inputJson }] : [],
    );
  }

  const replayed = (played: PlayedTurn): TurnMessage => ({
    role: 'assistant',
    text: played.text,
    toolCalls: clientCallsOf(played),
  });
  const resultOf = ({ id }: ClientToolCall): TurnMessage => ({ role: 'tool', toolCallId: id, text: RESULT });
  const offered = (step = 0) => (model.requests[step]?.tools ?? []).map(({ name }) => name);

  describe('when the model calls one', () => {
    it('should end the turn with it, and run nothing', async () => {
      const played = await answer([ask()], {}, calls('get_weather', { city: 'Paris' }));
      expect(clientCallsOf(played)).toEqual([
        {
          id: expect.stringMatching(/^call_[A-Za-z0-9]{24}$/) as string,
          name: 'get_weather',
          inputJson: '{"city":"Paris"}',
        },
      ]);
      expect(played.events.at(-1)).toMatchObject({ type: 'turn-end', finishReason: 'tool-use' });
      expect(played.actions).toEqual([]);
    });

    it('should go on from its result', async () => {
      const played = await answer([ask()], {}, calls('get_weather', { city: 'Paris' }));
      const [call] = clientCallsOf(played);
      if (call === undefined) throw new Error('Nothing was called.');
      const next = await answer([ask(), replayed(played), resultOf(call)], {}, says('It is 21 degrees.'));
      expect(next.text).toBe('It is 21 degrees.');
      expect(model.requests[0]?.messages.at(-1)).toEqual({
        role: 'tool',
        results: [{ toolCallId: call.id, output: RESULT, isError: false }],
      });
    });

    it('should pass on all that it calls, or one where the client takes one at a time', async () => {
      const both = together(calls('get_weather', { city: 'Rome' }), calls('get_time', { city: 'Rome' }));
      const names = (played: PlayedTurn) => clientCallsOf(played).map(({ name }) => name);
      expect(names(await answer([ask()], {}, both))).toEqual(['get_weather', 'get_time']);
      const single = { ...TOOLS, isParallel: false };
      expect(names(await answer([ask()], { clientTools: single }, both))).toEqual(['get_weather']);
    });

    it('should refuse one that is not on offer, as any that is made up', async () => {
      const none: ClientTools = { ...TOOLS, choice: { type: 'none' } };
      const played = await answer([ask()], { clientTools: none }, calls('get_weather'), says('I cannot tell.'));
      expect(clientCallsOf(played)).toEqual([]);
      expect(played.text).toBe('I cannot tell.');
      expect(offered()).not.toContain('get_weather');
    });
  });

  describe('when it calls them beside those of the server', () => {
    const mixed = () => together(calls('list_cards', {}), calls('get_weather', { city: 'Paris' }));

    it.each([0, 1] as const)('should lose no call and run none twice, on instance %d next', async (instance) => {
      const played = await answer([ask()], {}, mixed());
      const [call] = clientCallsOf(played);
      if (call === undefined) throw new Error('Nothing was called.');
      expect(played.actions).toEqual(['list_cards:listed']);
      expect(played.events.at(-1)).toMatchObject({ finishReason: 'tool-use' });

      const next = await answer([ask(), replayed(played), resultOf(call)], { instance }, says('Here you are.'));
      expect(next.actions).toEqual([]);
      const [, assistantTurn, toolTurn] = model.requests[0]?.messages ?? [];
      expect(assistantTurn).toMatchObject({
        toolCalls: [{ name: 'list_cards' }, { name: 'get_weather', id: call.id }],
      });
      expect(toolTurn).toMatchObject({
        role: 'tool',
        results: [{ isError: false }, { toolCallId: call.id, output: RESULT }],
      });
      expect(JSON.stringify(toolTurn)).toContain('said_to_caller');
    });

    it('should give the calls of the server their results though the caller spoke into the turn', async () => {
      const played = await answer([ask()], {}, mixed());
      await answer([ask(), replayed(played), user('Never mind.')], {}, says('All right.'));
      const roles = model.requests[0]?.messages.map(({ role }) => role);
      expect(roles).toEqual(['user', 'assistant', 'tool', 'user']);
    });

    it.each([0, 1] as const)(
      'should hold the step together though the assistant spoke meanwhile, on instance %d next',
      async (instance) => {
        const played = await answer([ask()], {}, mixed());
        const [call] = clientCallsOf(played);
        if (call === undefined) throw new Error('Nothing was called.');
        const history = [ask(), replayed(played), assistant('One moment.'), resultOf(call)];
        await answer(history, { instance }, says('Here you are.'));
        const { messages = [] } = model.requests[0] ?? {};
        expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'assistant', 'tool']);
        expect(messages.at(-1)).toMatchObject({
          results: [{ isError: false }, { toolCallId: call.id, output: RESULT, isError: false }],
        });
        const toolNames = new ToolNames({ offered: ['list_cards', 'get_weather'], nova: false });
        const sent = JSON.stringify(sanitizeHistory(messages, { toolNames, offersTools: true }));
        expect(sent).toContain('celsius');
        expect(sent).not.toContain('(interrupted)');
      },
    );

    it('should put no question beside a call, since a later yes could answer something else', async () => {
      const played = await answer([ask()], {}, together(calls('get_weather', { city: 'Paris' }), calls('block_card')));
      const [call] = clientCallsOf(played);
      if (call === undefined) throw new Error('Nothing was called.');
      expect([played.text, played.actions]).toEqual(['', []]);
      expect(await databases[0].queries.selectFrom('pending_action').selectAll().execute()).toEqual([]);

      const result = [ask(), replayed(played), resultOf(call)];
      const asked = await answer(result, {}, calls('block_card'));
      expect(JSON.stringify(model.requests[0]?.messages)).toContain('has to be the only call');
      expect(asked.text).toMatch(/I can block your Visa ending in 4211/);
      expect((await answer([...result, assistant(asked.text), user('yes')], {})).actions).toEqual(['block_card:done']);
    });

    it('should keep what was called in the steps before, too', async () => {
      const played = await answer([ask()], {}, calls('made_up'), calls('get_weather', { city: 'Rome' }));
      const [call] = clientCallsOf(played);
      if (call === undefined) throw new Error('Nothing was called.');
      await answer([ask(), replayed(played), resultOf(call)], {}, says('So.'));
      expect(model.requests[0]?.messages[1]).toMatchObject({
        toolCalls: [{ name: 'made_up' }, { name: 'get_weather' }],
      });
    });

    it('should run none of the server’s where the client knows no ids, and nothing could be found again', async () => {
      const functions: ClientTools = { ...TOOLS, form: 'functions', isParallel: false };
      const played = await answer([ask()], { clientTools: functions }, mixed());
      expect(clientCallsOf(played)).toHaveLength(1);
      expect(played.actions).toEqual([]);
    });

    it.each<[string, Request]>([
      ['another caller', { phoneNumber: '+15559990000' as never }],
      ['another tenant', { conversationOwner: 'other/asserted' }],
    ])('should show the results to nobody else: %s', async (_who, other) => {
      const played = await answer([ask()], {}, mixed());
      const [call] = clientCallsOf(played);
      if (call === undefined) throw new Error('Nothing was called.');
      await answer([ask(), replayed(played), resultOf(call)], other, says('Hm.'));
      expect(JSON.stringify(model.requests[0]?.messages)).not.toContain('list_cards');
    });
  });

  describe('when the client demands a call', () => {
    const required: ClientTools = { ...TOOLS, choice: { type: 'required' } };

    it('should offer nothing but the one that is named', async () => {
      const clientTools: ClientTools = { ...TOOLS, choice: { type: 'tool', name: 'get_time' } };
      await answer([ask()], { clientTools }, calls('get_time', { city: 'Oslo' }));
      expect(offered()).toEqual(['get_time']);
      expect(model.requests[0]?.toolChoice).toEqual({ type: 'tool', name: 'get_time' });
    });

    it('should let the model use the tools of the server before', async () => {
      const played = await answer(
        [user('hi')],
        { clientTools: required },
        calls('list_loan_products'),
        calls('get_time', { city: 'Oslo' }),
      );
      expect(clientCallsOf(played)).toHaveLength(1);
      expect(model.requests.map(({ toolChoice }) => toolChoice)).toEqual([{ type: 'required' }, { type: 'required' }]);
    });

    it('should offer nothing that would ask the caller', async () => {
      await answer([ask()], { clientTools: required }, calls('get_time', { city: 'Oslo' }));
      expect(offered()).toEqual(expect.arrayContaining(['list_cards', 'transfer_to_human', 'get_weather', 'get_time']));
      expect(offered().filter((name) => /^(?:block|unblock|activate|replace|report|dispute)_/.test(name))).toEqual([]);
    });

    it.each<[string, ScriptedStep, string]>([
      ['is down', breaksOff(new LanguageModelError('model_unavailable', 'It is away.')), 'model_unavailable'],
      ['calls none', says(), 'model_output_malformed'],
      ['speaks', says('No.'), 'model_output_malformed'],
    ])('should fail honestly when the model %s, and say nothing in its place', async (_why, step, code) => {
      const messages = [user(`I lost my card [phone: ${customer.phoneNumber}]`)];
      for (const choice of [{ type: 'required' }, { type: 'tool', name: 'get_time' }] as const) {
        const clientTools = { ...TOOLS, choice };
        await expect(answer(messages, { clientTools }, step)).rejects.toMatchObject({ code });
      }
    });

    it('should offer the client’s alone when the model does not come to an end', async () => {
      const script = Array.from({ length: 5 }, (_, index) => calls('made_up', {}, `call_${index}`));
      await answer([user('hi')], { clientTools: required }, ...script, calls('get_time', { city: 'Oslo' }));
      expect(offered(4)).toContain('list_cards');
      expect(offered(5)).toEqual(['get_weather', 'get_time']);
    });

    it('should ask the caller nothing on the way to it', async () => {
      const played = await answer(
        [ask()],
        { clientTools: required },
        calls('block_card'),
        calls('get_time', { city: 'Oslo' }),
      );
      expect([played.text, played.actions]).toEqual(['', []]);
      expect(clientCallsOf(played)).toHaveLength(1);
    });
  });

  describe('when one has the name of a tool of the server', () => {
    it.each(['block_card', 'reply_with_json'])('should refuse the turn: %s', async (name) => {
      const clientTools: ClientTools = {
        ...TOOLS,
        definitions: [WEATHER, { ...TIME, name }],
        allowedNames: ['get_weather'],
      };
      await expect(answer([ask()], { clientTools })).rejects.toMatchObject({
        code: 'tool_name_taken',
        parameter: 'tools',
        toolIndex: 1,
      });
    });
  });

  it('should forget what was kept when it has expired', async () => {
    const played = await answer([ask()], {}, together(calls('list_cards'), calls('get_weather', { city: 'Rome' })));
    await databases[0].queries.updateTable('server_calls').set({ expires_at: '2000-01-01T00:00:00.000Z' }).execute();
    await answer([ask(), replayed(played), assistant('So.'), user('And?')], {}, says('So what.'));
    expect(JSON.stringify(model.requests[0]?.messages)).not.toContain('list_cards');
    await answer([ask()], {}, together(calls('list_cards'), calls('get_weather', { city: 'Rome' })));
    expect(await databases[0].queries.selectFrom('server_calls').selectAll().execute()).toHaveLength(1);
  });
});
