import { type AgentTurn, type TurnMessage } from '../agent-turn';
import { InvalidMessageError } from '../agent-error';
import { readTurn, type TurnReading } from './read-turn';

function read(messages: readonly TurnMessage[], rest: Partial<AgentTurn> = {}): TurnReading {
  return readTurn({
    messages,
    sampling: {},
    mayAssertCaller: true,
    actor: 'caller',
    conversationOwner: 'acme/asserted',
    requestId: 'req_1',
    signal: new AbortController().signal,
    ...rest,
  });
}

const user = (text: string): TurnMessage => ({ role: 'user', text });
const system = (text: string): TurnMessage => ({ role: 'system', text });
const assistant = (text: string): TurnMessage => ({ role: 'assistant', text, toolCalls: [] });

describe(readTurn.name, () => {
  describe('when a tag names the caller', () => {
    it('should assert the latest number and hide every tag from the model', () => {
      const reading = read([system('Be kind. [phone: +15550100001]'), user('Hello [phone: +1234567890]')]);
      expect(reading.context.caller).toEqual({ level: 'asserted', phoneNumber: '+1234567890' });
      expect(reading.instructions).toEqual(['Be kind.']);
      expect(reading.messages).toEqual([{ role: 'user', text: 'Hello' }]);
    });

    it('should not believe a tag in an assistant or tool message', () => {
      const reading = read([
        user('Hello'),
        assistant('[phone: +1234567890]'),
        { role: 'tool', toolCallId: 'call_1', text: '[phone: +1234567890]' },
        user('hi'),
      ]);
      expect(reading.context.caller).toEqual({ level: 'unknown' });
      expect(JSON.stringify(reading.messages)).not.toContain('1234567890');
    });

    it('should refuse a tag that holds no number, naming the message', () => {
      expect(() => read([user('a'), user('b [phone: abc]')])).toThrow(InvalidMessageError);
      expect(() => read([user('a [phone: abc]'), user('b [phone: +1234567890]')])).not.toThrow();
    });
  });

  describe('when the request carries the number in a field', () => {
    it('should prefer the field', () => {
      const phoneNumber = '+15550100001' as NonNullable<AgentTurn['phoneNumber']>;
      const reading = read([user('Hello [phone: +1234567890]')], { phoneNumber });
      expect(reading.context.caller).toEqual({ level: 'asserted', phoneNumber: '+15550100001' });
    });
  });

  describe('when the key may not assert callers', () => {
    const phoneNumber = '+15550100001' as NonNullable<AgentTurn['phoneNumber']>;

    it.each<[string, TurnMessage, Partial<AgentTurn>]>([
      ['a field', user('Hello'), { phoneNumber }],
      ['a tag of the user', user('Hello [phone: +15550100001]'), {}],
      ['a tag of the system', system('[phone: +15550100001]'), {}],
      ['the words of the caller', user('I am on +1 555 010 0001'), {}],
    ])('should take a number in %s for a claim', (_where, message, rest) => {
      const { caller } = read([message], { ...rest, mayAssertCaller: false }).context;
      expect(caller).toEqual({ level: 'claimed', phoneNumber });
    });
  });

  describe('when it is about who is responsible', () => {
    it('should name the actor and the owner of the turn', () => {
      const { context } = read([user('Hello')], { actor: 'key:back-office', conversationOwner: 'other/claimed' });
      expect(context.actor).toBe('key:back-office');
      expect(context.conversationKey).toMatch(/^other\/claimed\/history:/);
    });
  });

  describe('when a number only stands in the words of the caller', () => {
    it('should take it for a claim', () => {
      const { caller } = read([user('My number is +1 234 567 890')]).context;
      expect(caller).toEqual({ level: 'claimed', phoneNumber: '+1234567890' });
    });
  });

  describe('when the history goes on', () => {
    it('should know the earlier name of the same conversation', () => {
      const first = read([user('Block my card')]);
      const second = read([user('Block my card'), assistant('Sure?'), user('yes')]);
      expect(second.context.earlierConversationKeys).toContain(first.context.conversationKey);
      expect(second.context.userTurn).toBe(2);
      expect(second.query).toBe('yes');
    });

    it('should see no new words of the caller when the last message is not theirs', () => {
      expect(read([user('yes'), assistant('Done.')]).query).toBeUndefined();
      expect(read([user('yes'), system('note')]).query).toBe('yes');
    });

    it('should gather the results of one step', () => {
      const { messages } = read([
        user('hi'),
        { role: 'tool', toolCallId: 'a', text: '1' },
        { role: 'tool', toolCallId: 'b', text: '2' },
      ]);
      expect(messages[1]).toEqual({
        role: 'tool',
        results: [
          { toolCallId: 'a', output: '1', isError: false },
          { toolCallId: 'b', output: '2', isError: false },
        ],
      });
    });
  });
});
