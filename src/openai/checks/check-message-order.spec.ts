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
const CALLED_AS_BEFORE: ChatMessageDto = { role: 'assistant', function_call: { name: 'f', arguments: '{}' } };
const ANSWERED_AS_BEFORE: ChatMessageDto = { role: 'function', name: 'f', content: null };
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
      ['the deprecated form', [CALLED_AS_BEFORE, ANSWERED_AS_BEFORE, SAID]],
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
      ['over words said while the tool runs', [called('a'), SAID, USER]],
      ['over such words, and the result comes late', [called('a'), SAID, USER, result('a'), SAID]],
      ['over such words, with some of the results', [called('a', 'b'), result('a'), SAID, USER, called('a')]],
      ['such words at the end', [USER, called('a'), SAID]],
      ['such words and instructions at the end', [called('a'), SAID, SYSTEM]],
      ['late, after the next call', [called('a'), SAID, USER, called('b'), result('a'), result('b'), SAID]],
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

  describe('when a platform says something while a tool runs', () => {
    it.each<[string, readonly ChatMessageDto[]]>([
      ['once', [called('a'), SAID, result('a'), SAID]],
      ['twice', [called('a'), SAID, SAID, result('a'), SAID]],
      ['between two results', [called('a', 'b'), result('a'), SAID, result('b'), called('c'), result('c')]],
    ])('should let it pass: %s', (_what, messages) => {
      expect([...checkMessageOrder(messages)]).toEqual([]);
    });
  });

  describe('when the assistant goes on without a result', () => {
    it.each<[string, readonly ChatMessageDto[], string, string]>([
      ['none of one', [USER, called('a'), called('b'), result('b')], 'messages.[2].role', 'a'],
      ['one of two', [called('a', 'b'), result('a'), called('c')], 'messages.[2].role', 'b'],
      ['none of two', [called('a', 'b'), called('c'), result('c'), USER], 'messages.[1].role', 'a, b'],
      ['none, with instructions between', [called('a'), SYSTEM, called('b')], 'messages.[2].role', 'a'],
      ['none, with words between', [called('a'), SAID, called('b'), result('b'), USER], 'messages.[1].role', 'a'],
      [
        'none, with the result too late',
        [called('a'), called('b'), result('a'), result('b')],
        'messages.[1].role',
        'a',
      ],
      ['none, and then in the deprecated form', [called('a'), CALLED_AS_BEFORE], 'messages.[1].role', 'a'],
      ['none but in the deprecated form', [called('a'), ANSWERED_AS_BEFORE], 'messages.[1].role', 'a'],
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
      const [objection] = checkMessageOrder([called(...ids), called('a')]);
      expect(objection?.message).toMatch(/: call_0, call_1, call_2, call_3, call_4$/);
    });
  });

  describe('for any history', () => {
    /** Words that a platform may put in anywhere. */
    const words = fc.constantFrom<readonly ChatMessageDto[]>([], [SAID], [SYSTEM]);
    /** Calls under ids of their own, and their results in any order. */
    const step = fc
      .uniqueArray(fc.constantFrom('call_1', 'call_2', 'call_3'), { minLength: 1 })
      .chain((ids) =>
        fc
          .tuple(...ids.map((id) => words.map((said) => [...said, result(id)])))
          .map((answers): readonly ChatMessageDto[] => [called(...ids.toSorted()), ...answers.flat()]),
      );
    const turn = fc.array(step, { maxLength: 3 }).map((steps) => [USER, ...steps.flat(), SAID]);
    const LONGEST_TURN = 30;

    it('should never object where turns are cut off anywhere, and continued by the caller or by nobody', () => {
      const cut = fc.tuple(turn, fc.integer({ min: 1, max: LONGEST_TURN })).map(([said, kept]) => said.slice(0, kept));
      fc.assert(
        fc.property(fc.array(cut, { maxLength: 6 }), fc.constantFrom([], [USER]), (turns, last) => {
          expect([...checkMessageOrder([...turns.flat(), ...last])]).toEqual([]);
        }),
      );
    });

    it('should name the calls, and no others, whose results are missing before the next step', () => {
      fc.assert(
        fc.property(
          fc.record({ before: turn, broken: step, next: step, after: turn, lost: fc.nat(2) }),
          ({ before, broken, next, after, lost }) => {
            const results = broken.filter(({ role }) => role === 'tool');
            const missing = results[lost % results.length];
            const history = [...before, USER, ...broken.filter((message) => message !== missing), ...next, ...after];
            const [objection, ...others] = checkMessageOrder(history);
            expect(others).toEqual([]);
            expect(objection?.message).toMatch(
              new RegExp(`: ${missing?.role === 'tool' ? missing.tool_call_id : ''}$`),
            );
          },
        ),
      );
    });
  });
});
