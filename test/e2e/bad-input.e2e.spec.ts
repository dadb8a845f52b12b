import { Database } from '../../src/database/database';
import { startTestApp, type TestApp } from '../support/test-app';
import { countRows, NOTHING_WRITTEN, readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
const HI = { role: 'user', content: 'Hello' };

type Row = readonly [what: string, body: unknown, param: string | null, code: string | null];

const withMessages = (...messages: readonly unknown[]): object => ({ messages });
const withContent = (content: unknown): object => withMessages({ role: 'user', content });
const withField = (field: string, value: unknown): object => ({ messages: [HI], [field]: value });
const withToolCalls = (toolCalls: unknown): object => withMessages({ role: 'assistant', tool_calls: toolCalls }, HI);
const withCall = (call: unknown): object => withToolCalls([{ id: 'call_1', type: 'function', function: call }]);

const MISSING = 'missing_required_parameter';

const NO_OBJECT: readonly Row[] = [
  ['nothing', '', null, null],
  ['an open brace', '{', null, null],
  ['a word', 'hello', null, null],
  ['NaN', '{"messages":[{"role":"user","content":"Hello"}],"temperature":NaN}', null, null],
  ['a trailing comma', '{"messages":[],}', null, null],
  ['two bodies', '{}{}', null, null],
  ['a raw NUL byte', '{"messages":[{"role":"user","content":"a\u0000b"}]}', null, null],
  ['an array', [], null, null],
  ['null', 'null', null, null],
  ['a number', '3', null, null],
  ['a string', '"messages"', null, null],
];

const MESSAGES: readonly Row[] = [
  ['no messages', {}, 'messages', MISSING],
  ['messages of null', { messages: null }, 'messages', 'invalid_type'],
  ['no message', { messages: [] }, 'messages', 'empty_array'],
  ['messages of text', { messages: 'Hello' }, 'messages', 'invalid_type'],
  ['messages in an object', { messages: { 0: HI } }, 'messages', 'invalid_type'],
  ['10,000 messages', { messages: Array(10_000).fill(HI) }, 'messages', 'array_above_max_length'],
  ['600,000 messages', `{"messages":[${'{},'.repeat(599_999)}{}]}`, 'messages', 'invalid_value'],
  ['a message of null', withMessages(HI, null), 'messages[1]', 'invalid_type'],
  ['a message of text', withMessages('Hello'), 'messages[0]', 'invalid_type'],
  ['a message of a number', withMessages(3), 'messages[0]', 'invalid_type'],
  ['a message that is an empty array', withMessages([]), 'messages[0]', 'invalid_type'],
  ['a message inside of an array', withMessages(HI, [HI]), 'messages[1]', 'invalid_type'],
  ['a role that does not exist', withMessages({ role: 'bot', content: 'x' }), 'messages[0].role', 'invalid_value'],
  ['no role', withMessages({ content: 'x' }), 'messages[0].role', MISSING],
  ['a role of null', withMessages({ role: null, content: 'x' }), 'messages[0].role', 'invalid_type'],
  ['a role of a number', withMessages({ role: 1, content: 'x' }), 'messages[0].role', 'invalid_type'],
  ['a role in an array', withMessages({ role: ['user'], content: 'x' }), 'messages[0].role', 'invalid_type'],
  ['a name of a number', withMessages({ ...HI, name: 3 }), 'messages[0].name', 'invalid_type'],
  ['a __proto__ that has messages', '{"__proto__":{"messages":[]}}', 'messages', MISSING],
];

const CONTENT: readonly Row[] = [
  ['none', withMessages({ role: 'user' }), 'messages[0].content', MISSING],
  ['none of a system', withMessages({ role: 'system' }, HI), 'messages[0].content', MISSING],
  ['none of an assistant', withMessages(HI, { role: 'assistant' }), 'messages[1].content', MISSING],
  ['a number', withContent(3), 'messages[0].content', 'invalid_type'],
  ['a boolean', withContent(true), 'messages[0].content', 'invalid_type'],
  ['an object', withMessages(HI, { role: 'user', content: {} }), 'messages[1].content', 'invalid_type'],
  ['a part without its array', withContent({ type: 'text', text: 'x' }), 'messages[0].content', 'invalid_type'],
  ['an empty array', withContent([]), 'messages[0].content', 'empty_array'],
  [
    '257 parts',
    withContent(Array(257).fill({ type: 'text', text: 'x' })),
    'messages[0].content',
    'array_above_max_length',
  ],
  ['a part of text', withContent(['x']), 'messages[0].content[0]', 'invalid_type'],
  ['a part of null', withContent([{ type: 'text', text: 'x' }, null]), 'messages[0].content[1]', 'invalid_type'],
  ['a part that is an array', withContent([[{ type: 'text', text: 'x' }]]), 'messages[0].content[0]', 'invalid_type'],
  ['a part without a type', withContent([{ text: 'x' }]), 'messages[0].content[0].type', MISSING],
  ['a part of an unknown type', withContent([{ type: 'song' }]), 'messages[0].content[0].type', 'invalid_value'],
  [
    'a picture without its address',
    withContent([{ type: 'image_url', image_url: {} }]),
    'messages[0].content[0].image_url.url',
    MISSING,
  ],
  ['a part without text', withContent([{ type: 'text' }]), 'messages[0].content[0].text', MISSING],
  [
    'a part whose text is a number',
    withContent([{ type: 'text', text: 3 }]),
    'messages[0].content[0].text',
    'invalid_type',
  ],
  ['a refusal of the user', withContent([{ type: 'refusal' }]), 'messages[0].content[0].type', 'invalid_value'],
  [
    'a refusal without words',
    withMessages({ role: 'assistant', content: [{ type: 'refusal' }] }, HI),
    'messages[0].content[0].refusal',
    MISSING,
  ],
];

const TOOL_HISTORY: readonly Row[] = [
  ['a result without an id', withMessages({ role: 'tool', content: 'x' }), 'messages[0].tool_call_id', MISSING],
  [
    'a result without its call',
    withMessages(HI, { role: 'tool', content: 'x', tool_call_id: 'call_1' }),
    'messages.[1].role',
    null,
  ],
  [
    'calls without a result, and another call',
    withMessages(
      { role: 'assistant', tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'n', arguments: '' } }] },
      { role: 'assistant', tool_calls: [{ id: 'call_2', type: 'function', function: { name: 'n', arguments: '' } }] },
      { role: 'tool', content: 'x', tool_call_id: 'call_2' },
      HI,
    ),
    'messages.[1].role',
    null,
  ],
  ['a function without its name', withMessages({ role: 'function', content: 'x' }), 'messages[0].name', MISSING],
  [
    'a result of call 4',
    withMessages({ role: 'tool', content: 'x', tool_call_id: 4 }),
    'messages[0].tool_call_id',
    'invalid_type',
  ],
  ['calls of text', withToolCalls('x'), 'messages[0].tool_calls', 'invalid_type'],
  ['no call in the list', withToolCalls([]), 'messages[0].tool_calls', 'empty_array'],
  ['a call of null', withToolCalls([null]), 'messages[0].tool_calls[0]', 'invalid_type'],
  ['a call in an array', withToolCalls([[{ id: 'a' }]]), 'messages[0].tool_calls[0]', 'invalid_type'],
  ['a call without type', withToolCalls([{}]), 'messages[0].tool_calls[0].type', MISSING],
  ['a call without id', withToolCalls([{ type: 'function' }]), 'messages[0].tool_calls[0].id', MISSING],
  [
    'a call of an unknown type',
    withToolCalls([{ id: 'a', type: 'x', function: { name: 'n', arguments: '' } }]),
    'messages[0].tool_calls[0].type',
    'invalid_value',
  ],
  ['a call of nothing', withToolCalls([{ id: 'a', type: 'function' }]), 'messages[0].tool_calls[0].function', MISSING],
  ['a function of text', withCall('x'), 'messages[0].tool_calls[0].function', 'invalid_type'],
  [
    'a function in an array',
    withCall([{ name: 'n', arguments: '' }]),
    'messages[0].tool_calls[0].function',
    'invalid_type',
  ],
  ['a function without name', withCall({ arguments: '{}' }), 'messages[0].tool_calls[0].function.name', MISSING],
  [
    'arguments as an object',
    withCall({ name: 'n', arguments: {} }),
    'messages[0].tool_calls[0].function.arguments',
    'invalid_type',
  ],
  [
    'a name of 65 letters',
    withCall({ name: 'n'.repeat(65), arguments: '' }),
    'messages[0].tool_calls[0].function.name',
    'string_above_max_length',
  ],
  [
    'an old function call of text',
    withMessages({ role: 'assistant', function_call: 'x' }, HI),
    'messages[0].function_call',
    'invalid_type',
  ],
];

const SETTINGS: readonly Row[] = [
  ['temperature 3', withField('temperature', 3), 'temperature', 'decimal_above_max_value'],
  ['temperature -1', withField('temperature', -1), 'temperature', 'decimal_below_min_value'],
  ['temperature "1"', withField('temperature', '1'), 'temperature', 'invalid_type'],
  ['temperature [1]', withField('temperature', [1]), 'temperature', 'invalid_type'],
  [
    'temperature 1e999',
    '{"messages":[{"role":"user","content":"Hello"}],"temperature":1e999}',
    'temperature',
    'invalid_type',
  ],
  ['top_p 1.1', withField('top_p', 1.1), 'top_p', 'decimal_above_max_value'],
  ['top_p -1', withField('top_p', -1), 'top_p', 'decimal_below_min_value'],
  ['top_p true', withField('top_p', true), 'top_p', 'invalid_type'],
  ['max_tokens 0', withField('max_tokens', 0), 'max_tokens', 'integer_below_min_value'],
  ['max_tokens 1.5', withField('max_tokens', 1.5), 'max_tokens', 'invalid_type'],
  ['max_tokens "5"', withField('max_tokens', '5'), 'max_tokens', 'invalid_type'],
  [
    'max_completion_tokens -5',
    withField('max_completion_tokens', -5),
    'max_completion_tokens',
    'integer_below_min_value',
  ],
  ['stop 3', withField('stop', 3), 'stop', 'invalid_type'],
  ['stop {}', withField('stop', {}), 'stop', 'invalid_type'],
  ['stop []', withField('stop', []), 'stop', 'empty_array'],
  ['stop ["a", 3]', withField('stop', ['a', 3]), 'stop[1]', 'invalid_type'],
  ['five stops', withField('stop', ['a', 'b', 'c', 'd', 'e']), 'stop', 'array_above_max_length'],
  ['stream "false"', withField('stream', 'false'), 'stream', 'invalid_type'],
  ['stream 1', withField('stream', 1), 'stream', 'invalid_type'],
  ['stream_options true', withField('stream_options', true), 'stream_options', 'invalid_type'],
  ['stream_options []', withField('stream_options', []), 'stream_options', 'invalid_type'],
  [
    'include_usage "yes"',
    withField('stream_options', { include_usage: 'yes' }),
    'stream_options.include_usage',
    'invalid_type',
  ],
  ['user 3', withField('user', 3), 'user', 'invalid_type'],
  ['metadata "x"', withField('metadata', 'x'), 'metadata', 'invalid_type'],
  ['metadata []', withField('metadata', []), 'metadata', 'invalid_type'],
  ['model 5', withField('model', 5), 'model', 'invalid_type'],
  ['model ""', withField('model', ''), 'model', 'string_below_min_length'],
  ['a model of 257 letters', withField('model', 'm'.repeat(257)), 'model', 'string_above_max_length'],
];

const DEEP = {
  arrays: '['.repeat(10_000) + ']'.repeat(10_000),
  objects: '{"a":'.repeat(10_000) + '1' + '}'.repeat(10_000),
};
const HI_JSON = JSON.stringify(HI);
const MANY_KEYS = Array.from({ length: 40_000 }, (_, index) => `"k${index}":1`).join();

const DEPTH: readonly Row[] = [
  ['arrays in messages', `{"messages":${DEEP.arrays}}`, 'messages[0][0]', 'invalid_value'],
  ['objects in messages', `{"messages":${DEEP.objects}}`, 'messages.a.a', 'invalid_value'],
  [
    'arrays in content',
    `{"messages":[{"role":"user","content":${DEEP.arrays}}]}`,
    'messages[0].content',
    'invalid_value',
  ],
  ['arrays in metadata', `{"messages":[${HI_JSON}],"metadata":${DEEP.arrays}}`, 'metadata[0][0]', 'invalid_value'],
  ['objects in metadata', `{"messages":[${HI_JSON}],"metadata":${DEEP.objects}}`, 'metadata.a.a', 'invalid_value'],
  ['arrays in an unknown field', `{"messages":[${HI_JSON}],"x":${DEEP.arrays}}`, 'x[0][0]', 'invalid_value'],
  ['objects in an unknown field', `{"messages":[${HI_JSON}],"x":${DEEP.objects}}`, 'x.a.a', 'invalid_value'],
  [
    'objects under a key of 500 letters',
    `{"messages":[],"${'k'.repeat(500)}":${DEEP.objects}}`,
    `${'k'.repeat(64)}.a.a`,
    'invalid_value',
  ],
  ['too many values in metadata', `{"messages":[${HI_JSON}],"metadata":{${MANY_KEYS}}}`, 'metadata', 'invalid_value'],
  ['too many unknown fields', `{"messages":[${HI_JSON}],${MANY_KEYS}}`, null, 'invalid_value'],
];

const TAGS: readonly Row[] = [
  ['letters', withContent('Block my card [phone: abc]'), 'messages[0].content', 'invalid_value'],
  [
    'too few digits',
    withMessages({ role: 'system', content: '[phone: 12]' }, HI),
    'messages[0].content',
    'invalid_value',
  ],
  [
    'nonsense in a part',
    withMessages(HI, { role: 'user', content: [{ type: 'text', text: '[phone: +1x]' }] }),
    'messages[1].content',
    'invalid_value',
  ],
];

describe('bad chat completion requests', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  afterEach(async () => {
    expect(await countRows(service.app.get(Database))).toEqual(NOTHING_WRITTEN);
    const answer = await service.post(CHAT, { messages: [HI] });
    expect(answer.status).toBe(200);
  });

  async function refuse(body: unknown, param: string | null, code: string | null): Promise<void> {
    const response = await service.post(CHAT, body);
    expect(response.status).toBe(400);
    expect(await readError(response)).toMatchObject({ type: 'invalid_request_error', param, code });
  }

  const chapters: readonly (readonly [string, readonly Row[]])[] = [
    ['the body is no JSON object', NO_OBJECT],
    ['messages are wrong', MESSAGES],
    ['content is wrong', CONTENT],
    ['the tool history is wrong', TOOL_HISTORY],
    ['a setting is wrong', SETTINGS],
    ['the body goes 10,000 levels deep or has too many values', DEPTH],
    ['a [phone: ...] tag holds no number', TAGS],
  ];

  describe.each(chapters)('when %s', (_chapter, rows) => {
    it.each(rows)('should answer 400 to %s', async (_what, ...[body, param, code]) => {
      await refuse(body, param, code);
    });
  });
});
