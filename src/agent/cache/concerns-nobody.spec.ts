import { type AgentTurn, type TurnMessage } from '../agent-turn';
import { readTurn } from '../loop/read-turn';
import { type PhoneNumber } from '../../common/phone-number';
import { concernsNobody } from './concerns-nobody';

const CALL = { id: 'call_1', name: 'list_cards', inputJson: '{}' };

function user(text: string): TurnMessage {
  return { role: 'user', text };
}

function assistant(text: string): TurnMessage {
  return { role: 'assistant', text, toolCalls: [] };
}

function judge(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): boolean {
  const turn: AgentTurn = {
    messages,
    sampling: {},
    mayAssertCaller: true,
    actor: 'caller',
    conversationOwner: 'acme/asserted',
    requestId: 'req_test',
    signal: new AbortController().signal,
    ...rest,
  };
  return concernsNobody(turn, readTurn(turn));
}

describe(concernsNobody.name, () => {
  it.each<[string, readonly TurnMessage[]]>([
    ['a question', [user('What is a fixed rate?')]],
    ['sums and terms', [user('What would 25,000 dollars over 60 months at 4.5 percent cost me?')]],
    [
      'the rules of an application',
      [{ role: 'system', text: 'Answer in one sentence.' }, user('What is a fixed rate?')],
    ],
    ['a conversation', [user('Hello'), assistant('Good morning. How can I help?'), user('What is a fixed rate?')]],
  ])('should take %s for one that anybody might ask', (_what, messages) => {
    expect(judge(messages)).toBe(true);
  });

  it.each<[string, readonly TurnMessage[], ...rest: Partial<AgentTurn>[]]>([
    ['a number in a field', [user('Hello')], { phoneNumber: '+15550100007' as PhoneNumber }],
    [
      'a number in a field that is only claimed',
      [user('Hello')],
      { phoneNumber: '+15550100007' as PhoneNumber, mayAssertCaller: false },
    ],
    ['a tag', [user('Hello [phone: +15550100007]')]],
    ['a tag that is only claimed', [user('Hello [phone: +15550100007]')], { mayAssertCaller: false }],
    [
      'a tag long ago',
      [user('Hello [phone: +15550100007]'), assistant('Good morning.'), user('What is a fixed rate?')],
    ],
    ['a tag of the application', [{ role: 'system', text: '[phone: +15550100007]' }, user('Hello')]],
    ['a tag without a number', [user('Hello [phone: unknown]')]],
    ['a tag in an answer', [user('Hello'), assistant('Hi [phone: +15550100007]'), user('What is a fixed rate?')]],
    ['a number in words of the caller', [user('My number is 555 010 0007, what is a fixed rate?')]],
    ['a spoken number', [user('I am at five five five oh one oh oh oh oh seven')]],
    ['a number long ago', [user('I am at 555 010 0007'), assistant('Thank you.'), user('What is a fixed rate?')]],
    [
      'a number in an answer',
      [user('Hello'), assistant('I call you back at +1 555 010 0007.'), user('What is a fixed rate?')],
    ],
    ['a number of the application', [{ role: 'system', text: 'The caller is +15550100007.' }, user('Hello')]],
    ['a card number', [user('Mine is 4111 1111 1111 1111')]],
    ['a call', [user('Hello')], { conversationId: 'call-1' }],
    [
      'tools of the client',
      [user('Hello')],
      { clientTools: { definitions: [], choice: { type: 'none' }, isParallel: true, form: 'tools' } },
    ],
    [
      'a result of a tool',
      [user('Hello'), { role: 'tool', toolCallId: 'call_1', text: 'Visa ending in 4211' }, user('And?')],
    ],
    ['a call of a tool', [user('Hello'), { role: 'assistant', text: '', toolCalls: [CALL] }, user('And?')]],
    ['a picture', [{ role: 'user', text: 'What is this?', images: [] }]],
    ['a long message', [user('Tell me more. '.repeat(100))]],
  ])('should not take what has %s for one', (_what, messages, ...[rest]) => {
    expect(judge(messages, rest)).toBe(false);
  });
});
