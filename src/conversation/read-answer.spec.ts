import * as fc from 'fast-check';
import { type Answer, readAnswer } from './read-answer';

const visa = { lastFour: '4211', network: 'Visa' };

describe(readAnswer.name, () => {
  const table: readonly (readonly [string, Answer])[] = [
    ['yes', 'yes'],
    ['Yes.', 'yes'],
    ['YES!!', 'yes'],
    ['yeah, go ahead', 'yes'],
    ["yes please, block it. I'm sure", 'yes'],
    ['Okay, do it', 'yes'],
    ["that's right", 'yes'],
    ['correct', 'yes'],
    ['yes, the Visa ending in 4211', 'yes'],
    ['yes ending in four two one one', 'yes'],
    ['yes, 42 11', 'yes'],
    ['no problem, go ahead', 'yes'],
    ['uh yes stop it', 'yes'],
    ['no', 'no'],
    ['No, thank you', 'no'],
    ['yes... no wait', 'no'],
    ["don't do it", 'no'],
    ['stop', 'no'],
    ['wait', 'no'],
    ['never mind', 'no'],
    ['yes but not now', 'no'],
    ['I do not say yes', 'no'],
    ['the other one', 'changed'],
    ['yes, the Mastercard', 'changed'],
    ['yes the one ending 8805', 'changed'],
    ['eight eight oh five', 'changed'],
    ['no, the other card', 'changed'],
    ['', 'unclear'],
    ['hmm', 'unclear'],
    ['yes?', 'unclear'],
    ['yesterday', 'unclear'],
    ['what happens to my direct debits', 'unclear'],
    ['block my card', 'unclear'],
    ['yes and tell me about loans', 'unclear'],
    ['the word yes means consent', 'unclear'],
    ['sí', 'unclear'],
    [`yes ${'please '.repeat(100)}`, 'unclear'],
  ];

  it.each(table)('should read %j as %s', (text, answer) => {
    expect(readAnswer(text, visa)).toBe(answer);
  });

  describe('when a negation stands anywhere in the text', () => {
    it('should never read a yes', () => {
      const word = fc.constantFrom(
        'yes',
        'yeah',
        'go',
        'ahead',
        'please',
        'block',
        'it',
        'sure',
        'ok',
        'correct',
        '4211',
      );
      const negation = fc.constantFrom('no', 'not', "don't", 'wait', 'never', 'cancel', 'nope', 'other', 'wrong');
      fc.assert(
        fc.property(
          fc.array(word, { maxLength: 8 }),
          negation,
          fc.array(word, { maxLength: 8 }),
          (before, no, after) => {
            expect(readAnswer([...before, no, ...after].join(' '), visa)).not.toBe('yes');
          },
        ),
      );
    });
  });

  describe('when the text is arbitrary', () => {
    it('should only read a yes where a word of consent stands', () => {
      fc.assert(
        fc.property(fc.string(), (text) => {
          const consent =
            /yes|yea|yep|yup|aye|ok|sure|correct|confirm|affirm|absol|defin|certain|ahead|do|course|right|for/i;
          expect(readAnswer(text, visa) !== 'yes' || consent.test(text.normalize('NFKC'))).toBe(true);
        }),
      );
    });
  });
});
