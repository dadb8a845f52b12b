import { Logger } from '@nestjs/common';
import { AgentService } from '../../src/agent/agent.service';
import { type ClientTools } from '../../src/agent/agent-turn';
import { type Database } from '../../src/database/database';
import { createAgent, createTurn, play, type PlayedTurn, user } from '../factories/agent.factory';
import { createEmbeddedStore, type TestStore } from '../support/database';
import { calls, says, type ScriptedStep, ScriptedModel, together } from '../support/scripted-model';

const CITY = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const TOOLS: ClientTools = {
  definitions: [
    { name: 'get_weather', description: '', inputSchema: CITY },
    { name: 'get_time', description: '', inputSchema: CITY },
  ],
  strictNames: ['get_weather'],
  choice: { type: 'auto' },
  isParallel: true,
  form: 'tools',
};
const FIT = '{"city":"Rome"}';

describe(`Strict tools of the client in ${AgentService.name}`, () => {
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

  function answer(clientTools: ClientTools, ...script: readonly ScriptedStep[]): Promise<PlayedTurn> {
    model = new ScriptedModel(...script);
    return play(createAgent({ model, database }).run(createTurn([user('Which weather?')], { clientTools })));
  }

  const called = ({ events }: PlayedTurn): readonly string[] =>
    events.flatMap((event) => (event.type === 'client-tool-call' ? [`${event.name} ${event.inputJson}`] : []));

  it('should pass on arguments that fit, as the model wrote them', async () => {
    const played = await answer(TOOLS, calls('get_weather', '{ "city": "Rome" }'));
    expect(called(played)).toEqual(['get_weather { "city": "Rome" }']);
  });

  it.each<[string, unknown]>([
    ['are of a wrong type', { city: 5 }],
    ['are too many', { city: 'Rome', day: 'today' }],
    ['lack one', {}],
    ['are missing', ''],
    ['are no object', '"Rome"'],
    ['are no JSON', '{"city":'],
  ])('should ask the model once more when they %s', async (_what, input) => {
    const played = await answer(TOOLS, calls('get_weather', input), calls('get_weather', FIT));
    expect(called(played)).toEqual([`get_weather ${FIT}`]);
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({
      role: 'tool',
      results: [{ isError: true, output: expect.stringContaining('get_weather do not fit its schema') as string }],
    });
  });

  it('should fail honestly, with no call, when they do not fit then either', async () => {
    const unfit = calls('get_weather', { city: 5 });
    await expect(answer(TOOLS, unfit, unfit)).rejects.toMatchObject({ code: 'model_output_malformed' });
  });

  it('should make none of the other calls of the step, be they the client’s or the server’s', async () => {
    const mixed = together(
      calls('get_weather', {}),
      calls('get_time', FIT),
      calls('transfer_to_human', { reason: 'x' }),
    );
    const played = await answer(TOOLS, mixed, says('I do not know.'));
    expect([called(played), played.actions]).toEqual([[], []]);
    expect(model.requests[1]?.messages.at(-1)).toMatchObject({ results: [{}, {}, {}] });
  });

  it('should leave the arguments of other tools to the client', async () => {
    expect(called(await answer(TOOLS, calls('get_time', { town: 'Rome' })))).toEqual(['get_time {"town":"Rome"}']);
  });

  it('should check only what the client takes, where it takes one call at a time', async () => {
    const both = together(calls('get_time', FIT), calls('get_weather', {}));
    expect(called(await answer({ ...TOOLS, isParallel: false }, both))).toEqual([`get_time ${FIT}`]);
  });

  it('should fail honestly where no step is left to ask in', async () => {
    const steps = Array.from({ length: 5 }, (_, index) => calls('made_up', {}, `call_${index}`));
    await expect(answer(TOOLS, ...steps, calls('get_weather', {}))).rejects.toMatchObject({
      code: 'model_output_malformed',
    });
  });

  it('should fail honestly when the check comes to no end', async () => {
    const inputSchema = { ...CITY, properties: { city: { type: 'string', pattern: '^(a|a)*$' } } };
    const slow = { ...TOOLS, definitions: [{ name: 'get_weather', description: '', inputSchema }] };
    await expect(answer(slow, calls('get_weather', { city: `${'a'.repeat(60)}!` }))).rejects.toMatchObject({
      code: 'model_output_malformed',
    });
  });
});
