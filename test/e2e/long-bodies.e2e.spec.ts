import { startTestApp, type TestApp } from '../support/test-app';
import { readError } from '../support/wire';

const CHAT = '/v1/chat/completions';
/** What all messages may have together. */
const MOST = 400_000;

interface Message {
  readonly role: string;
  readonly content: string | null;
  readonly tool_calls?: readonly object[];
}

const user = (content: string): Message => ({ role: 'user', content });
const fill = (piece: string, length = MOST): string => piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
const split = (count: number, piece: string, role = 'user'): readonly Message[] =>
  Array.from({ length: count }, () => ({ role, content: fill(piece, Math.floor(MOST / count)) }));

/** Of all texts the most work to read, each way at the greatest size that is answered. */
const HARD_CONVERSATIONS: Readonly<Record<string, readonly Message[]>> = {
  'single digits': [user(fill('4 '))],
  'a card number again and again': [user(fill('4242 4242 4242 4242 '))],
  'digits and words by turns': [user(fill('a 1 '))],
  'spoken digits': [user(fill('four two '))],
  'digits of another script': [user(fill('\u0664 \u0662 '))],
  'one long number': [user(fill('4'))],
  'groups with loose words between': [user(fill('4539 and then (1488) '))],
  PINs: [user(fill('pin 1 '))],
  brackets: [user(fill('[phone: '))],
  'numbers that go on from message to message': split(2_048, '4242 '),
  'words of many messages': split(2_048, 'my card and my pin '),
  'digits of the assistant': [...split(100, '4 ', 'assistant'), user('')],
  'digits in arguments': [
    user(''),
    {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'find', arguments: fill('4 ') } }],
    },
  ],
};

describe('a very long conversation', () => {
  let service: TestApp;

  beforeAll(async () => {
    service = await startTestApp();
  });

  afterAll(async () => {
    await service.close();
  });

  describe('when it is as long as one may be', () => {
    it.each(Object.keys(HARD_CONVERSATIONS))('should be answered: %s', async (name) => {
      const response = await service.post(CHAT, { messages: HARD_CONVERSATIONS[name] });
      expect([response.status, await response.json()]).toEqual([
        200,
        expect.objectContaining({ object: 'chat.completion' }),
      ]);
    });
  });

  describe('when it is longer', () => {
    it.each<[string, readonly Message[]]>([
      ['1 MB of digits', [user(fill('4 ', 1_000_000))]],
      ['almost a whole body of streams', [user('a 1 '.repeat(480_000))]],
      ['2,048 messages of 900 characters', Array.from({ length: 2_048 }, () => user(fill('4242 ', 900)))],
      ['one character too many', [user(fill('4 ')), user('a')]],
    ])('should be refused: %s', async (_name, messages) => {
      for (const stream of [false, true]) {
        const response = await service.post(CHAT, { messages, stream });
        expect(response.status).toBe(400);
        expect(await readError(response)).toMatchObject({ param: 'messages', code: 'context_length_exceeded' });
      }
    });
  });

  describe('when what is wrong is a very long value', () => {
    const long = fill('4 ', 1_000_000);
    const withParameters = (parameters: object, strict = false): object => ({
      tools: [{ type: 'function', function: { name: 'find', parameters, strict } }],
    });
    const open = { type: 'object', properties: { [long]: {} }, required: [], additionalProperties: false };

    it.each<[string, object, string]>([
      ['a role', { messages: [{ role: long, content: 'Hello' }] }, 'messages[0].role'],
      [
        'the address of a picture',
        { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: long } }] }] },
        'messages[0].content[0].image_url.url',
      ],
      ['a choice of tools', { tool_choice: long }, 'tool_choice'],
      ['the type of parameters', withParameters({ type: long }), 'tools[0].function.parameters'],
      ['a type that is no text', withParameters({ type: { [long]: 1 } }), 'tools[0].function.parameters'],
      ['a property that is not required', withParameters(open, true), 'tools[0].function.parameters'],
      [
        'the same in a format of answers',
        { response_format: { type: 'json_schema', json_schema: { name: 'x', strict: true, schema: open } } },
        'response_format',
      ],
    ])('should be refused with only its beginning: %s', async (_name, fields, param) => {
      const response = await service.post(CHAT, { messages: [user('Hello')], ...fields });
      expect(response.status).toBe(400);
      const { message, ...rest } = await readError(response);
      expect(rest).toMatchObject({ param });
      expect(message.length).toBeLessThan(400);
    });
  });
});
