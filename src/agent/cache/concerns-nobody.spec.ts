import { type AgentTurn, type TurnMessage } from '../agent-turn';
import { readTurn } from '../loop/read-turn';
import { type PhoneNumber } from '../../common/phone-number';
import { concernsNobody } from './concerns-nobody';

const NUMBER = '+15550100007' as PhoneNumber;
const CALL = { id: 'call_1', name: 'list_cards', inputJson: '{}' };

function user(text: string): TurnMessage {
  return { role: 'user', text };
}

function assistant(text: string): TurnMessage {
  return { role: 'assistant', text, toolCalls: [] };
}

function toTurn(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): AgentTurn {
  return {
    messages,
    sampling: {},
    namesNobody: true,
    mayAssertCaller: true,
    actor: 'caller',
    conversationOwner: 'acme/asserted',
    requestId: 'req_test',
    signal: new AbortController().signal,
    ...rest,
  };
}

function judge(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): boolean {
  const turn = toTurn(messages, rest);
  return concernsNobody(turn, readTurn(turn));
}

describe(concernsNobody.name, () => {
  it.each(['What is a fixed rate?', 'Is 4.5 percent much for a loan?', 'Which one is the cheapest?'])(
    'should take "%s" for a question that anybody might ask',
    (text) => {
      expect(judge([user(text)])).toBe(true);
    },
  );

  it.each([
    'Hello [phone: +15550100007]',
    'Hello [phone: unknown]',
    'What is a fixed rate? Call 555 010 0007',
    'What is it? I am at five five five oh one oh oh oh oh seven',
    'What is it? The card is 4111 1111 1111 1111',
    'What is it? The card is four one one one, one one one one, one one one one, one one one one',
    'What about the card ending in 4211?',
    'What about the one that ends in four two one one?',
    'What about the one that ends in four, uh, two and one?',
    'The code is 482913',
    'The code is four eight two nine one three',
    'The code is 48-29',
    'The PIN is nineteen eighty four',
    'The CVV is 123',
    'It is １２３４',
    'What would 25,000 dollars cost?',
    'My name is John Smith, what is a fixed rate?',
    'This is John Smith, what is a fixed rate?',
    'I am John Smith, what is a fixed rate?',
    "I'm John Smith, what is a fixed rate?",
    'I’m John Smith, what is a fixed rate?',
    'What does Mrs Smith owe?',
    'Is my card blocked?',
    'What is a fixed rate? Write to ann@example.com',
    'Tell me more. '.repeat(100),
  ])('should not take "%s" for one', (text) => {
    expect(judge([user(text)])).toBe(false);
  });

  it('should not take a turn for one of whose request nobody knows', () => {
    const { namesNobody, ...turn } = toTurn([user('Hello')]);
    expect([namesNobody, concernsNobody(turn, readTurn(turn))]).toEqual([true, false]);
  });

  it.each<[string, readonly TurnMessage[], ...rest: Partial<AgentTurn>[]]>([
    ['a request that may name somebody', [user('Hello')], { namesNobody: false }],
    ['a number in a field', [user('Hello')], { phoneNumber: NUMBER }],
    ['a number in a field that is only claimed', [user('Hello')], { phoneNumber: NUMBER, mayAssertCaller: false }],
    ['a tag that is only claimed', [user('Hello [phone: +15550100007]')], { mayAssertCaller: false }],
    ['instructions', [{ role: 'system', text: 'The balance is low.' }, user('Hello')]],
    ['an answer before it', [user('Hello'), assistant('Good morning, John.'), user('What is a fixed rate?')]],
    ['an answer after it', [user('Hello'), assistant('Good morning, John.')]],
    ['another question before it', [user('Hello, John here'), user('What is a fixed rate?')]],
    [
      'tools of the client',
      [user('Hello')],
      { clientTools: { definitions: [], choice: { type: 'none' }, isParallel: true, form: 'tools' } },
    ],
    ['a form with words of the client', [user('Hello')], { jsonFormat: { schema: { type: 'object' } } }],
    ['a result of a tool', [{ role: 'tool', toolCallId: 'call_1', text: 'Visa ending in 4211' }]],
    ['a call of a tool', [user('Hello'), { role: 'assistant', text: '', toolCalls: [CALL] }]],
    ['a picture', [{ role: 'user', text: 'What is this?', images: [] }]],
    ['no message', []],
  ])('should not take a turn with %s for one', (_what, messages, ...[rest]) => {
    expect(judge(messages, rest)).toBe(false);
  });
});
