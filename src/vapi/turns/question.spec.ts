import { type TurnMessage } from '../../agent/agent-turn';
import { answersToo, readQuestion } from './question';

const user = (text: string): TurnMessage => ({ role: 'user', text });
const assistant = (text: string): TurnMessage => ({ role: 'assistant', text, toolCalls: [] });
const result = (text: string): TurnMessage => ({ role: 'tool', toolCallId: 'call_1', text });

const ANSWERED = [user('Block it'), assistant('Shall I?'), user('Yes, do')];

function isAnswered(...messages: readonly TurnMessage[]): boolean {
  return answersToo(readQuestion({ messages: ANSWERED }), readQuestion({ messages }));
}

describe(answersToo.name, () => {
  it.each([
    ['the same words', [user('Block it'), assistant('Shall I?'), user('Yes, do')]],
    ['the same words, and a history that is told otherwise', [user('block'), assistant('shall i'), user(' yes,  DO ')]],
    ['the beginning of them', [user('Block it'), assistant('Shall I?'), user('yes')]],
  ])('should hold for %s', (_, messages) => {
    expect(isAnswered(...messages)).toBe(true);
  });

  it.each([
    ['more words', [user('Block it'), user('Yes, do not')]],
    ['other words', [user('Block it'), user('no')]],
    ['another turn with these words', [user('Block it'), user('no'), user('Yes, do')]],
    ['the result of a tool', [user('Block it'), user('Yes, do'), result('sunny')]],
    ['no words', []],
  ])('should not hold for %s', (_, messages) => {
    expect(isAnswered(...messages)).toBe(false);
  });

  it('should tell results of tools apart', () => {
    const sunny = readQuestion({ messages: [user('weather'), result('sunny')] });
    const rainy = readQuestion({ messages: [user('weather'), result('rainy')] });
    expect([answersToo(sunny, sunny), answersToo(sunny, rainy)]).toEqual([true, false]);
  });
});
