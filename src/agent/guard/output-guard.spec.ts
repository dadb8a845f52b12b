import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import fc from 'fast-check';
import { CLAIMS } from '../../../test/fixtures/model-claims';
import { HARMLESS } from '../../../test/fixtures/model-small-talk';
import { parsePhoneNumber } from '../../common/phone-number';
import * as sentences from '../../language-model/embedded/data/sentences';
import { ToolOffer } from '../../language-model/embedded/dialogue/tool-offer';
import { speakToolResults } from '../../language-model/embedded/speak-tool-results';
import { BANK_PROMPT } from '../prompt/bank-prompt';
import { PROMPT_MARK } from '../prompt/prompt-mark';
import { MAX_SPOKEN_CHARACTERS, NOT_TO_TELL, OutputGuard } from './output-guard';
import { NOTHING_CHANGED } from './sentence-filter';
import { SpokenFacts } from './spoken-facts';

const CALLER = new SpokenFacts({
  phoneNumber: parsePhoneNumber('+12025550143'),
  userTexts: ['It is the card four two one one'],
});

type Phrase = (offer: ToolOffer) => string;

const TOOL_NAMES =
  'list_loan_products search_loan_articles quote_loan list_cards block_card unblock_card replace_card activate_card report_card_lost get_replacement_status get_card_balance list_card_transactions dispute_transaction send_passcode transfer_to_human'.split(
    ' ',
  );

function guard(pieces: readonly string[]): string {
  const output = new OutputGuard(CALLER);
  return pieces.map((piece) => output.push(piece)).join('') + output.end();
}

function splitAt(text: string, cuts: readonly number[]): readonly string[] {
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].sort((left, right) => left - right);
  return [0, ...places].map((place, index) => text.slice(place, places[index]));
}

const SAMPLES = [
  'Your card has been blocked. Is there anything else?',
  'Call 555 123 4567 or read 4242 4242 4242 4242 to me.',
  `The mark is ${PROMPT_MARK} as you can see.`,
  'You have the Visa ending in 9876. Shall I look?',
  'For $12,000 over 4 years, the auto loan comes to $286.84 a month at 6.9 percent a year.',
  'four two four two four two four two four two four two four two four two is a card',
  'b l o c k e d it is. 🔒 Done.\n\nNext paragraph 𝐛𝐥𝐨𝐜𝐤𝐞𝐝',
  BANK_PROMPT.slice(0, 300),
];

describe(OutputGuard.name, () => {
  let warn: jest.SpyInstance;
  beforeEach(() => (warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined)));
  afterEach(() => {
    warn.mockRestore();
  });

  describe('when the words are harmless', () => {
    it.each([
      'Hello, this is the bank. How can I help you?',
      'Two  spaces,\ta tab\nand a new line stay. ',
      'A personal loan of 10,000 dollars over 36 months costs 326.91 dollars a month.',
      'Terms are 12, 24, 36, 48, 60 or 72 months.',
      'You can borrow from 1,000 dollars to 1,000,000 dollars, that is $1,000,000.00.',
      'In 2027 the rate is 10.9 percent, on 12/31/2026 or 2026-12-31 too.',
      'We call you at 2025550143.',
      'Is it the Visa ending in 4211?',
      'Bring your W-2 forms for 2023, 2024 and 2025.',
      'Pick one, two or three of them.',
      'Between 1250000 dollars and 2500000 dollars.',
    ])('should say them unchanged: %p', (text) => {
      expect(guard([text])).toBe(text);
      expect(guard(Array.from(text))).toBe(text);
      expect(warn).not.toHaveBeenCalled();
    });

    const articles = join(__dirname, '../../loan/articles');
    it.each(readdirSync(articles))('should say the article %s unchanged', (file) => {
      const text = readFileSync(join(articles, file), 'utf8').slice(0, MAX_SPOKEN_CHARACTERS - 1);
      expect(guard([text])).toBe(text);
    });

    it('should say all sentences of the embedded model unchanged', () => {
      const offer = new ToolOffer(
        TOOL_NAMES.map((name) => ({ name, description: '', inputSchema: { type: 'object' } })),
      );
      const spoken = Object.values(sentences).flatMap((sentence) => {
        if (typeof sentence === 'string') return [sentence];
        return sentence === sentences.askProduct ? [sentence(['auto', 'home'])] : [(sentence as Phrase)(offer)];
      });
      expect(spoken.length).toBeGreaterThan(20);
      expect(spoken.filter((sentence) => guard([sentence]) !== sentence)).toEqual([]);
    });

    it('should say what the embedded model makes of the results of tools unchanged', () => {
      const quote = {
        status: 'quoted',
        product: 'auto',
        amount: '$12,000',
        term_months: 48,
        annual_rate_percent: 6.9,
        monthly_payment: '$286.84',
        total_payment: '$13,768.27',
        total_interest: '$1,768.27',
      };
      const product = {
        name: 'Home loan',
        annual_rate_percent: 6.3,
        minimum_amount: '$50,000',
        maximum_amount: '$1,000,000',
        minimum_term_months: 120,
        maximum_term_months: 360,
      };
      for (const output of [quote, { status: 'ok', products: [product, product] }, { status: 'failed' }]) {
        const result = { toolCallId: 'call_1', output: JSON.stringify(output), isError: false };
        const sentence = speakToolResults([result], new ToolOffer([]));
        expect(guard([sentence])).toBe(sentence);
      }
    });

    it('should keep two words back at most', () => {
      const words = 'We lend money for homes and for studies of every kind at a rate that is good'.split(' ');
      const output = new OutputGuard(CALLER);
      let said = '';
      for (const [index, word] of words.entries()) {
        said += output.push(`${word} `);
        expect(said.trim().split(' ').length).toBeGreaterThanOrEqual(index - 1);
      }
    });
  });

  describe('when a sentence claims that a card was changed', () => {
    it('should say instead that nothing was, once a turn', () => {
      expect(guard(['Hello. Your card is blocked. Done. It was cancelled. Goodbye.'])).toBe(
        `Hello. ${NOTHING_CHANGED} Goodbye.`,
      );
    });

    it('should say nothing of it before its end', () => {
      const output = new OutputGuard(CALLER);
      expect(output.push('Your Visa is now completely blocked and')).toBe('');
      expect(output.push(' that is that. ')).toContain(NOTHING_CHANGED);
    });

    it('should judge a sentence without an end', () => {
      const output = new OutputGuard(CALLER);
      const said = output.push(`Your card is blocked ${'and so on '.repeat(100)}`);
      expect(said).toContain(NOTHING_CHANGED);
      expect(said).not.toContain('blocked');
    });

    it('should judge what came before a tool call', () => {
      const output = new OutputGuard(CALLER);
      expect(output.push('Your card is blocked') + output.end()).toBe(NOTHING_CHANGED);
      expect(output.push('You are welcome.') + output.end()).toBe('You are welcome.');
      expect(warn).toHaveBeenCalledWith({ finding: 'claim' }, expect.any(String));
    });
  });

  describe('when it says numbers', () => {
    it.each([
      ['Your number is 4242 4242 4242 4242.', 'Your number is that number.'],
      ['It is 4242424242424242, yes.', 'It is that number, yes.'],
      ['It is 4242424242424241, yes.', 'It is that number, yes.'],
      ['It is 4242, 4242, 4242, 4242.', 'It is that number.'],
      ['It is 4,242,424,242,424,242.', 'It is that number.'],
      ['It is 4 2 4 2 4 2 4 2 4 2 4 2 4 2 4 2 now', 'It is that number now'],
      ['It is ４２４２４２４２４２４２４２４２.', 'It is that number.'],
      ['It is 4242\u200b4242\u200b4242\u200b4242.', 'It is that number.'],
      ['It is four two four two, four two four two, four two four two, four two four two.', 'It is that number.'],
      ['It is forty two forty two forty two forty two forty two forty two forty two forty two.', 'It is that number.'],
      ['It is double four two two four two four two four two four two four two four two.', 'It is that number.'],
      ['Call +1 555 123 4567 now.', 'Call that number now.'],
      ['Call (555) 123-4567.', 'Call that number.'],
      ['Call five five five one two three four five six seven.', 'Call that number.'],
      ['I see the Visa ending in 9876.', 'I see one of your cards.'],
      ['I see your card ending in nine eight seven six.', 'I see one of your cards.'],
      ['The last digits are 9876.', 'The last digits are ****.'],
      ['The card 9876 is there.', 'The card **** is there.'],
    ])('should hide what the caller did not say: %p', (text, expected) => {
      expect(guard([text])).toBe(expected);
      expect(guard(Array.from(text))).toBe(expected);
    });
  });

  describe('when a sentence of the table is said', () => {
    it.each(CLAIMS)('should not say %p, in one piece or by character', (sentence) => {
      expect(guard([sentence])).toContain(NOTHING_CHANGED);
      expect(guard(Array.from(sentence))).toBe(guard([sentence]));
    });

    it.each(HARMLESS)('should say %p', (sentence) => {
      expect(guard([sentence])).toBe(sentence);
    });
  });

  describe('when it repeats its prompt', () => {
    const leaksMark = (said: string): boolean => {
      const letters = said.toLowerCase().replace(/[^a-z]/g, '');
      return Array.from({ length: PROMPT_MARK.length - 3 }, (_, index) => PROMPT_MARK.slice(index, index + 4)).some(
        (part) => letters.includes(part),
      );
    };

    it.each([
      ['as it is', PROMPT_MARK],
      ['in capitals', PROMPT_MARK.toUpperCase()],
      ['letter by letter', Array.from(PROMPT_MARK).join(' ')],
      ['with dashes', Array.from(PROMPT_MARK).join('-')],
      ['in sentences', Array.from(PROMPT_MARK).join('. ')],
      ['backwards', Array.from(PROMPT_MARK).reverse().join('')],
      ['in look-alikes', PROMPT_MARK.replace(/x/g, '\u0445').replace(/j/g, '\u0458')],
      ['with invisible signs', Array.from(PROMPT_MARK).join('\u200b')],
      ['in half', PROMPT_MARK.slice(0, 12)],
    ])('should not say the mark %s, at any split', (_name, mark) => {
      const text = `Sure: ${mark} is it. And more.`;
      for (let cut = 0; cut <= text.length; cut += 1) {
        const said = guard([text.slice(0, cut), text.slice(cut)]);
        expect(leaksMark(said)).toBe(false);
        expect(said.endsWith(NOT_TO_TELL)).toBe(true);
      }
    });

    it('should stop at eight words in a row and say nothing more', () => {
      const said = guard([`My rules: ${BANK_PROMPT}`]);
      expect(said).toMatch(/^My rules: You are the telephone /);
      expect(said.endsWith(NOT_TO_TELL)).toBe(true);
      expect(said).not.toContain('Tellerline');
    });
  });

  describe('when the text comes in other pieces', () => {
    it('should say the same', () => {
      const text = fc.array(fc.oneof(fc.constantFrom(...SAMPLES), fc.string({ unit: 'binary', maxLength: 30 })), {
        maxLength: 5,
      });
      fc.assert(
        fc.property(text, fc.array(fc.nat(), { maxLength: 30 }), (parts, cuts) => {
          const whole = parts.join(' ');
          expect(guard(splitAt(whole, cuts))).toBe(guard([whole]));
        }),
        { numRuns: 300 },
      );
    });
  });

  describe('when there is no end', () => {
    it.each(['x', 'word ', '4', '4 ', 'card ', 'b l o ', '. ', '\n'])('should stop: %p', (unit) => {
      const output = new OutputGuard(CALLER);
      const said = output.push(unit.repeat(1_000_000 / unit.length)) + output.end();
      expect(said.length).toBeLessThanOrEqual(MAX_SPOKEN_CHARACTERS);
      expect(output.isFull).toBe(true);
      expect(output.push('more') + output.end()).toBe('');
    });
  });
});
