import { validate } from './validate';

const text = (value: string): object => ({ text: value });
const user = (...content: object[]): object => ({ role: 'user', content });
const assistant = (...content: object[]): object => ({ role: 'assistant', content });
const toolUse = (toolUseId: string, overrides: object = {}): object => ({
  toolUse: { toolUseId, name: 'list_cards', input: {}, ...overrides },
});
const toolResult = (toolUseId: string, overrides: object = {}): object => ({
  toolResult: { toolUseId, content: [text('{}')], ...overrides },
});
const toolSpec = (overrides: object = {}): object => ({
  toolSpec: {
    name: 'list_cards',
    description: 'Lists.',
    inputSchema: { json: { type: 'object', properties: {} } },
    ...overrides,
  },
});
const toolConfig = { tools: [toolSpec()] };

/** A good conversation with one tool call, with parts of it replaced. */
function aBody(overrides: object = {}): object {
  return {
    system: [text('Be brief.')],
    messages: [
      user(text('Which cards?')),
      assistant(text('One moment.'), toolUse('1'), toolUse('2')),
      user(toolResult('1'), toolResult('2', { status: 'error' }), text('Well?')),
    ],
    inferenceConfig: { maxTokens: 1, temperature: 0, topP: 1, stopSequences: ['x'] },
    toolConfig,
    ...overrides,
  };
}

function withTurn(called: readonly object[], answer: readonly object[]): object {
  return aBody({ messages: [user(text('a')), assistant(...called), user(...answer)] });
}

const longName = 'x'.repeat(65);

describe(validate.name, () => {
  it.each([true, false])('should accept a good body, nova: %s', (nova) => {
    expect(validate(aBody(), { nova })).toBeUndefined();
    expect(validate({ messages: [user(text('a'))] }, { nova })).toBeUndefined();
  });

  it.each<[string, object]>([
    ['must start with a user message', aBody({ messages: [] })],
    ['must start with a user message', aBody({ messages: [assistant(text('a'))] })],
    ['must alternate between user and assistant roles', aBody({ messages: [user(text('a')), user(text('b'))] })],
    [
      'Member must satisfy enum value set: [user, assistant]',
      aBody({ messages: [{ role: 'system', content: [text('a')] }] }),
    ],
    ['The content field in the Message object at messages.0 is empty', aBody({ messages: [user()] })],
    ['Member must not be null', aBody({ messages: [{ role: 'user' }] })],
    ['at messages.0.content.0 is blank', aBody({ messages: [user(text(' \n'))] })],
    ['at system.0 is blank', aBody({ system: [text('')] })],
    ['must set one of the following keys', aBody({ messages: [user({ tool: {} })] })],
    ['must set one of the following keys', aBody({ messages: [user({})] })],
    ['A text block must be included when using documents', aBody({ messages: [user({ document: { name: 'a' } })] })],
    ['only allowed for the user role', aBody({ messages: [user(text('a')), assistant({ image: {} })] })],
    ['only allowed for the assistant role', aBody({ messages: [user(toolUse('1'))] })],
    [
      'Expected toolResult blocks at messages.2.content for the following Ids: 2',
      withTurn([toolUse('1'), toolUse('2')], [toolResult('1')]),
    ],
    [
      'Expected toolResult blocks at messages.2.content for the following Ids: 1',
      withTurn([toolUse('1')], [text('a')]),
    ],
    [
      'Expected toolResult blocks at messages.2.content',
      aBody({ messages: [user(text('a')), assistant(toolUse('1'))] }),
    ],
    [
      'exceeds the number of toolUse blocks of previous turn',
      withTurn([toolUse('1')], [toolResult('1'), toolResult('2')]),
    ],
    ['exceeds the number of toolUse blocks of previous turn', aBody({ messages: [user(toolResult('1'))] })],
    ['contain duplicate Ids', withTurn([toolUse('1'), toolUse('1')], [toolResult('1')])],
    ['contain duplicate Ids', withTurn([toolUse('1')], [toolResult('1'), toolResult('1')])],
    ['toolResult blocks must come before text blocks', withTurn([toolUse('1')], [text('a'), toolResult('1')])],
    ['toolUse.toolUseId', withTurn([toolUse('a.b')], [toolResult('a.b')])],
    ['toolUse.toolUseId', withTurn([toolUse(longName)], [toolResult(longName)])],
    ['toolUse.name', withTurn([toolUse('1', { name: 'list cards' })], [toolResult('1')])],
    ['toolUse.input is invalid', withTurn([toolUse('1', { input: '{}' })], [toolResult('1')])],
    ['toolUse.input is invalid', withTurn([toolUse('1', { input: [] })], [toolResult('1')])],
    ['The content field in the ToolResultBlock', withTurn([toolUse('1')], [toolResult('1', { content: [] })])],
    ['toolResult.content.0 is blank', withTurn([toolUse('1')], [toolResult('1', { content: [text('')] })])],
    ['enum value set: [success, error]', withTurn([toolUse('1')], [toolResult('1', { status: 'ok' })])],
    ['The toolConfig field must be defined', aBody({ toolConfig: undefined })],
    ['length greater than or equal to 1', aBody({ toolConfig: { tools: [] } })],
    ['toolSpec.name', aBody({ toolConfig: { tools: [toolSpec({ name: '' })] } })],
    ['toolSpec.description', aBody({ toolConfig: { tools: [toolSpec({ description: '' })] } })],
    ['inputSchema.json.type must be', aBody({ toolConfig: { tools: [toolSpec({ inputSchema: { json: {} } })] } })],
    ['duplicate tool names', aBody({ toolConfig: { tools: [toolSpec(), toolSpec()] } })],
    ['inferenceConfig.maxTokens', aBody({ inferenceConfig: { maxTokens: 0 } })],
    ['inferenceConfig.maxTokens', aBody({ inferenceConfig: { maxTokens: 1.5 } })],
    ['inferenceConfig.temperature', aBody({ inferenceConfig: { temperature: 1.1 } })],
    ['inferenceConfig.topP', aBody({ inferenceConfig: { topP: -0.1 } })],
    ['inferenceConfig.stopSequences', aBody({ inferenceConfig: { stopSequences: [''] } })],
    ['A maximum of 4 blocks with cachePoint', aBody({ system: Array.from({ length: 5 }, () => ({ cachePoint: {} })) })],
  ])('should refuse with "%s"', (message, body) => {
    const fault = validate(body, { nova: false });
    expect(fault).toMatchObject({ name: 'ValidationException', status: 400 });
    expect(fault?.message).toContain(message);
  });

  describe('when the model is a Nova', () => {
    const schema = { json: { type: 'object', properties: {}, additionalProperties: false } };

    it.each<[string, object]>([
      ['extraneous key [additionalProperties]', aBody({ toolConfig: { tools: [toolSpec({ inputSchema: schema })] } })],
      [
        'extraneous key [cachePoint]',
        aBody({ toolConfig: { tools: [toolSpec(), { cachePoint: { type: 'default' } }] } }),
      ],
      ['Only one text block', aBody({ system: [text('a'), text('b')] })],
      ['inferenceConfig.stopSequences', aBody({ inferenceConfig: { stopSequences: ['a', 'b', 'c', 'd', 'e'] } })],
    ])('should refuse with "%s", and only then', (message, body) => {
      expect(validate(body, { nova: true })).toMatchObject({
        name: 'ValidationException',
        message: expect.stringContaining(message) as string,
      });
      expect(validate(body, { nova: false })).toBeUndefined();
    });

    it.each([
      aBody({ toolConfig: { tools: [toolSpec(), toolSpec({ name: 'block-card' })] } }),
      withTurn([toolUse('1', { name: 'block-card' })], [toolResult('1')]),
    ])('should fail on a hyphen in a tool name', (body) => {
      expect(validate(body, { nova: true })).toMatchObject({ name: 'ModelErrorException', status: 424 });
      expect(validate(body, { nova: false })).toBeUndefined();
    });
  });
});
