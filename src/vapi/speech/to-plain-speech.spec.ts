import * as fc from 'fast-check';
import { toPlainSpeech } from './to-plain-speech';

describe(toPlainSpeech.name, () => {
  it.each([
    ['Your Visa ending in 4211 is blocked.', 'Your Visa ending in four two one one is blocked.'],
    ['You have $312.40 left.', 'You have three hundred twelve dollars and forty cents left.'],
    ['Up to $50,000, at 6.5% a year.', 'Up to fifty thousand dollars, at six point five percent a year.'],
    ['It is $1, or $0.05.', 'It is one dollar, or five cents.'],
    ['A balance of -$20.', 'A balance of minus twenty dollars.'],
    ['Some $1.5 million and $1,23.', 'Some $1.5 million and $1,23.'],
    ['**Two** things:\n- a _loan_\n- a `card`', 'Two things: a loan a card'],
    ['## Loans\nSee [our page](https://bank.example/loans).', 'Loans See our page.'],
    ['Done! 🎉👍🏽 Bye 🇺🇸', 'Done! Bye '],
    ['<thinking>Say yes. Or no.</thinking>Yes.', ' Yes.'],
    ['<think>never closed. Yes', ' '],
    ['Here: {"status": "ok", "last": 4} and more.', 'Here: and more.'],
    ['a < b > c <flush />', 'a b c flush / '],
    ['Call 1-800 at 9.30 on 3 May.', 'Call 1-800 at 9.30 on 3 May.'],
  ])('should make of "%s" what can be read aloud', (written, spoken) => {
    expect(toPlainSpeech(written)).toBe(spoken);
  });

  it('should leave no markup, bracket or emoji, whatever comes', () => {
    const signs = fc.constantFrom(
      '*',
      '_',
      '`',
      '#',
      '<',
      '>',
      '{',
      '}',
      '[',
      ']',
      '|',
      '🎉',
      ' ',
      '\n',
      'a',
      '1',
      '$',
      '.',
    );
    const text = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(signs).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(toPlainSpeech(written)).not.toMatch(/[<>{}[\]|]|\*\*|```|\p{Extended_Pictographic}/u);
      }),
    );
  });

  it('should change nothing about plain words', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,9}[,.?!]?$/), { minLength: 1 }), (words) => {
        expect(toPlainSpeech(words.join(' '))).toBe(words.join(' '));
      }),
    );
  });
});
