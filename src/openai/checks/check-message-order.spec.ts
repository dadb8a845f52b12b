import * as fc from 'fast-check';
import { type ChatMessageDto } from '../dto/chat-message.dto';
import { checkMessageOrder } from './check-message-order';

const USER: ChatMessageDto = { role: 'user', content: 'Hello' };
const SYSTEM: ChatMessageDto = { role: 'system', content: 'Be brief.' };
const SAID: ChatMessageDto = { role: 'assistant', content: 'Hello' };
const called = (...ids: readonly string[]): ChatMessageDto => ({
  role: 'assistant',
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
});
const result = (id: string): ChatMessageDto => ({ role: 'tool', tool_call_id: id, content: 'r' });

describe(checkMessageOrder.name, () => {
  describe('when every call is answered', () => {
    it.each<[string, readonly ChatMessageDto[]]>([
      ['no call', [SYSTEM, USER, SAID, USER]],
      ['one call', [USER, called('a'), result('a'), SAID]],
      ['parallel calls in any order', [called('a', 'b'), result('b'), result('a'), SAID]],
      ['calls one after the other', [called('a'), result('a'), called('b'), result('b')]],
      ['an id that is used again', [called('a'), result('a'), called('a'), result('a'), SAID]],
      ['a result that comes twice', [called('a'), result('a'), result('a'), SAID]],
      ['instructions before the result', [called('a'), SYSTEM, result('a'), SAID]],
      ['the deprecated form', [{ role: 'function', name: 'f', content: null }, SAID]],
    ])('should let it pass: %s', (_what, messages) => {
      expect([...checkMessageOrder(messages)]).toEqual([]);
    });
  });

  describe('when the caller spoke into the turn', () => {
    it.each<[string, readonly ChatMessageDto[]]>([
      ['no result', [called('a'), USER]],
      ['some of the results', [called('a', 'b'), result('a'), USER, SAID]],
      ['instructions before the next words', [called('a'), SYSTEM, USER]],
      ['no result at the end', [USER, called('a')]],
      ['some of the results at the end', [USER, called('a', 'b'), result('b')]],
      ['only instructions to the end', [called('a'), SYSTEM]],
      ['the result after the next words', [called('a'), USER, result('a'), SAID]],
    ])('should let it pass: %s', (_what, messages) => {
      expect([...checkMessageOrder(messages)]).toEqual([]);
    });
  });

  describe('when a result has no call', () => {
    it.each<[string, readonly ChatMessageDto[], string]>([
      ['at the start', [result('a')], 'messages.[0].role'],
      ['after words', [USER, SAID, result('a')], 'messages.[2].role'],
      ['before its call', [USER, result('a'), called('a')], 'messages.[1].role'],
    ])('should object to the message: %s', (_what, messages, param) => {
      expect([...checkMessageOrder(messages)]).toEqual([
        {
          message:
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
          param,
          code: null,
          leaveOut: [],
        },
      ]);
    });

    it('should object to the id where there are other calls', () => {
      expect([...checkMessageOrder([called('a'), result('b')])]).toMatchObject([
        {
          message: "Invalid parameter: 'tool_call_id' of 'b' not found in 'tool_calls' of previous message.",
          param: 'messages.[1].tool_call_id',
        },
      ]);
    });
  });

  it('should let a platform say something while a tool runs', () => {
    expect([...checkMessageOrder([called('a'), SAID, result('a'), SAID])]).toEqual([]);
  });

  describe('when the assistant goes on without a result', () => {
    it.each<[string, readonly ChatMessageDto[], string, string]>([
      ['none of one', [USER, called('a'), SAID], 'messages.[2].role', 'a'],
      ['one of two', [called('a', 'b'), result('a'), SAID], 'messages.[2].role', 'b'],
      ['none of two, with another call', [called('a', 'b'), called('c'), result('c')], 'messages.[1].role', 'a, b'],
      ['none, with instructions between', [called('a'), SYSTEM, SAID], 'messages.[2].role', 'a'],
    ])('should name the calls: %s', (_what, messages, ...[param, ids]) => {
      expect([...checkMessageOrder(messages)]).toEqual([
        {
          message:
            "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
            `The following tool_call_ids did not have response messages: ${ids}`,
          param,
          code: null,
          leaveOut: [],
        },
      ]);
    });

    it('should name no more than a few', () => {
      const ids = Array.from({ length: 100 }, (_, index) => `call_${index}`);
      const [objection] = checkMessageOrder([called(...ids), SAID]);
      expect(objection?.message).toMatch(/: call_0, call_1, call_2, call_3, call_4$/);
    });
  });

  it('should never object to a history that is cut off anywhere and continued by the caller', () => {
    const turn = fc.integer({ min: 0, max: 4 }).chain((count) => {
      const ids = Array.from({ length: count }, (_, index) => `${index}`);
      const results = fc.shuffledSubarray(ids, { minLength: count });
      return results.map((order) => (count === 0 ? [SAID] : [called(...ids), ...order.map(result), SAID]));
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(turn, fc.nat(8)), { maxLength: 6 }), (turns) => {
        const history = turns.flatMap(([messages, kept]) => [USER, ...messages.slice(0, kept)]);
        expect([...checkMessageOrder([...history, USER])]).toEqual([]);
      }),
    );
  });
});
