import { Logger } from '@nestjs/common';
import { HELD_OUT_CLAIMS, HELD_OUT_TALK } from '../../../test/fixtures/held-out-model-sentences';
import { CARD_TALK } from '../../../test/fixtures/model-card-talk';
import { REWORDED_CLAIMS } from '../../../test/fixtures/model-claims-reworded';
import { CALLER, FOREIGN_CARDS, HEARD_NUMBERS, HIDDEN_NUMBERS } from '../../../test/fixtures/model-numbers';
import { parsePhoneNumber } from '../../common/phone-number';
import { readDigitRuns } from '../../conversation/read-digits';
import { PROMPT_MARK } from '../prompt/prompt-mark';
import { OutputGuard } from './output-guard';
import { repeatsPrompt } from './repeats-prompt';
import { NOTHING_CHANGED } from './sentence-filter';
import { SpokenFacts } from './spoken-facts';

const phoneNumber = parsePhoneNumber(CALLER.phoneNumber);

function guard(pieces: readonly string[], userTexts: readonly string[] = CALLER.userTexts): string {
  const output = new OutputGuard(new SpokenFacts({ phoneNumber, userTexts }));
  return pieces.map((piece) => output.push(piece)).join('') + output.end();
}

const isStopped = (sentence: string): boolean => guard([sentence]).includes(NOTHING_CHANGED);

/** Any five digits in a row of a number that can be heard. */
function leaks(said: string, digits: string, length = 5): boolean {
  const heard = readDigitRuns(said.normalize('NFKC')).join('');
  return Array.from({ length: digits.length - length + 1 }, (_, index) => digits.slice(index, index + length)).some(
    (part) => heard.includes(part),
  );
}

describe(OutputGuard.name, () => {
  let warn: jest.SpyInstance;
  beforeEach(() => (warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined)));
  afterEach(() => {
    warn.mockRestore();
  });

  describe('when a model speaks of cards in its own way', () => {
    it('should stop every claim, alone and between other sentences', () => {
      expect(REWORDED_CLAIMS.filter((claim) => !isStopped(claim))).toEqual([]);
      expect(REWORDED_CLAIMS.filter((claim) => !isStopped(`I see. ${claim} Goodbye.`))).toEqual([]);
    });

    it('should say all else as it is', () => {
      expect(CARD_TALK.filter((sentence) => guard([sentence]) !== sentence)).toEqual([]);
    });

    it.each([
      ['claim', REWORDED_CLAIMS],
      ['harmless sentence', CARD_TALK],
    ])('should say the same of a %s in characters, and of some however they are cut in two', (_kind, sentences) => {
      for (const [index, sentence] of sentences.entries()) {
        const whole = guard([sentence]);
        expect(guard(Array.from(sentence))).toBe(whole);
        if (index % 10 > 0) continue;
        for (let cut = 1; cut < sentence.length; cut += 1) {
          expect(guard([sentence.slice(0, cut), sentence.slice(cut)])).toBe(whole);
        }
      }
    });

    it('should do well with sentences that it was not made for', () => {
      expect(HELD_OUT_CLAIMS.filter((claim) => !isStopped(claim)).length).toBeLessThanOrEqual(2);
      expect(HELD_OUT_TALK.filter((sentence) => guard([sentence]) !== sentence).length).toBeLessThanOrEqual(4);
    });
  });

  describe('when it says no more than yes', () => {
    it.each([
      ['Is my card blocked now', 'Yes.'],
      ['Is my card blocked?', 'Let me see. Yes, it is.'],
      ['Did you block it?', 'Yes, of course I did.'],
      ['so it is frozen?', 'It is.'],
      ['Has the new card been ordered?', 'That is right.'],
      ['Hello', 'Is your card blocked? Yes, it is.'],
      ['Hello', 'Was the card cancelled? Absolutely.'],
    ])('should not let it answer "%s" with "%s"', (question, answer) => {
      expect(guard(Array.from(answer), [question])).toContain(NOTHING_CHANGED);
    });

    it.each([
      ['Can you block my card?', 'Yes, of course.'],
      ['Do you have home loans?', 'Yes, we do.'],
      ['Is the rate fixed?', 'Yes, it is.'],
      ['My card was stolen.', 'Is it the Visa? Yes?'],
      ['Is my card blocked?', 'I do not know that.'],
      ['What if my card is blocked?', 'Sure. Nobody can pay with it then, if it is blocked.'],
    ])('should let it answer "%s" with "%s"', (question, answer) => {
      expect(guard(Array.from(answer), [question])).toBe(answer);
    });
  });

  describe('when it tells numbers', () => {
    it.each(HIDDEN_NUMBERS)('should hide what is in %p', (text, digits) => {
      expect(leaks(guard([text]), digits)).toBe(false);
      expect(guard(Array.from(text))).toBe(guard([text]));
    });

    it.each(FOREIGN_CARDS)('should hide the end of a card in %p', (text, digits) => {
      expect(leaks(guard([text]), digits, 4)).toBe(false);
    });

    it.each(HEARD_NUMBERS)('should say %p', (text) => {
      expect(guard([text])).toBe(text);
    });
  });
});

describe(repeatsPrompt.name, () => {
  it.each([PROMPT_MARK, `The mark: ${PROMPT_MARK.slice(3, 9)}.`, 'Rule: ask one question at a time. What you say'])(
    'should know %p for a part of the prompt',
    (text) => {
      expect(repeatsPrompt(text)).toBe(true);
    },
  );

  it.each(['', 'The caller asked for a person: I lost my card', 'The assistant is not available.'])(
    'should know %p for something else',
    (text) => {
      expect(repeatsPrompt(text)).toBe(false);
    },
  );
});
