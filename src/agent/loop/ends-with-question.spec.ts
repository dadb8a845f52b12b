import * as fc from 'fast-check';
import { endsWithQuestion } from './ends-with-question';

const QUESTION = 'I can block your Visa ending in 4211 right away. Shall I go ahead, yes or no?';
const WORDS = QUESTION.replace('4211 ', '').split(' ');

describe(endsWithQuestion.name, () => {
  it.each([
    QUESTION,
    'Sorry, I need a clear yes or no. ' + QUESTION,
    QUESTION.toUpperCase(),
    'i can block your visa ending in four two one one right away shall i go ahead yes or no',
    'I can block your Visa ending in double four, oh one, right away. Shall I go ahead, yes or no?',
    'I can block your visa card ending in 42-11 right away. Shall I go on, yes or no?',
    'I can block your',
    'I can block your Visa end',
    'I can block your Visa ending in 4211 right away. Shall I',
  ])('should know it in "%s"', (heard) => {
    expect(endsWithQuestion(heard, QUESTION)).toBe(true);
  });

  it.each([
    '',
    '…',
    '4211',
    'I can',
    'Shall I go ahead, yes or no?',
    'Are you still there?',
    `${QUESTION} Are you still there?`,
    `${QUESTION} Hello?`,
    'I can transfer you to a colleague. Shall I go ahead, yes or no?',
    'I can send you the brochure of our loans right away. Shall I go ahead, yes or no?',
    'I can lift the block on your Visa ending in 4211, so that it works again. Shall I go ahead, yes or no?',
    'I can send you your statement right away. Yes or no?',
    'Your Visa ending in 4211 is on its way. Shall I go ahead with the brochure, yes or no?',
    'It is 21 degrees. Would you like the forecast for tomorrow, yes or no?',
  ])('should not take "%s" for it', (heard) => {
    expect(endsWithQuestion(heard, QUESTION)).toBe(false);
  });

  it('should know it after anything, cut off anywhere, with one word in six changed', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 6, max: WORDS.length }), fc.nat(), (before, length, seed) => {
        const heard = WORDS.slice(0, length);
        heard[seed % (length - 1)] = 'uh';
        expect(endsWithQuestion(`${before} ${heard.join(' ')}`, QUESTION)).toBe(true);
      }),
    );
  });

  it('should not know it in words that are not its own', () => {
    // None of the question's words begins with one of these.
    const foreign = fc.stringMatching(/^( ?[kmpxzö][a-zö]{0,8}[,.]?){1,6}$/);
    fc.assert(
      fc.property(foreign, (other) => {
        expect(endsWithQuestion(other, QUESTION)).toBe(false);
        expect(endsWithQuestion(`${QUESTION} ${other}`, QUESTION)).toBe(false);
      }),
    );
  });
});
