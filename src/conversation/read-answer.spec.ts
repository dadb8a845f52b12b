import fc from 'fast-check';
import { readSpokenAnswers, type SpokenAnswer } from '../../test/support/read-spoken-answers';
import { type CardQuestion, readAnswer } from './read-answer';

const ACTS = {
  block: 'block blocked freeze frozen lock locked stop stopped lost stolen stole',
  cancel: 'cancel cancelled report reported lost stolen stole replace replacement order send new good',
  unblock: 'unblock unblocked unlock unfreeze',
  activate: 'activate activated new switch turn on',
  dispute: 'dispute disputed open transaction',
};

function questionOf(act: string): CardQuestion {
  const actWords =
    Object.entries(ACTS)
      .find(([name]) => name === act)?.[1]
      .split(' ') ?? [];
  return { lastFour: '4211', network: 'Visa', actWords };
}

const BLOCK = questionOf('block');
const ANSWERS = readSpokenAnswers();
/** What is read as a yes, and what is meant as anything else. */
const YES = ANSWERS.filter(({ reading }) => reading === 'yes');
const WITHDRAWING = ANSWERS.filter(({ reading }) => reading === 'no' || reading === 'changed');

/** Every yes with one of the words before, between or after its own, where that is still read as a yes. */
function findYesWith(words: readonly string[], answers: readonly SpokenAnswer[] = YES): readonly string[] {
  return answers.flatMap(({ act, text }) => {
    const own = text.split(' ');
    // The same word twice is a stutter.
    const foreign = words.filter((word) => !own.some((other) => other.toLowerCase() === word));
    const texts = foreign.flatMap((word) => [...own, ''].map((_, index) => own.toSpliced(index, 0, word).join(' ')));
    return texts.filter((longer) => readAnswer(longer, questionOf(act)) === 'yes');
  });
}

describe(readAnswer.name, () => {
  describe('when callers answer as callers do', () => {
    it.each(ANSWERS)('should read $written to "$act?" as $reading', ({ act, text, reading }) => {
      expect(readAnswer(text, questionOf(act))).toBe(reading);
    });

    it('should never take for a yes what is meant as anything else', () => {
      expect(YES.filter(({ meant }) => meant !== 'yes')).toEqual([]);
    });

    it('should understand nine of ten who mean yes, and withdraw for everybody who does not', () => {
      const meantYes = ANSWERS.filter(({ meant }) => meant === 'yes');
      expect(YES.length / meantYes.length).toBeGreaterThan(0.9);
      const meantToWithdraw = ANSWERS.filter(({ meant }) => meant === 'no' || meant === 'changed');
      expect(meantToWithdraw.filter((answer) => !WITHDRAWING.includes(answer))).toEqual([]);
    });
  });

  describe('when the caller says more than one thing', () => {
    it('should withdraw whatever stands before or after the yes', () => {
      const withdrawals = WITHDRAWING.filter(({ act }) => act === 'block');
      const yeses = YES.filter(({ act }) => act === 'block');
      const texts = yeses.flatMap((yes) =>
        withdrawals.flatMap(({ text }) => [`${yes.text}\n${text}`, `${text}\n${yes.text}`]),
      );
      expect(texts.filter((text) => readAnswer(text, BLOCK) === 'yes')).toEqual([]);
    });

    it('should read two yes as one', () => {
      expect(readAnswer('yes\nyes please block it', BLOCK)).toBe('yes');
    });

    it('should not act on a yes that stands beside a question or a story', () => {
      expect(readAnswer('what does that mean\nyes', BLOCK)).toBe('unclear');
      expect(readAnswer(`yes ${'please '.repeat(100)}`, BLOCK)).toBe('unclear');
      expect(readAnswer('yes '.repeat(1_000_000), BLOCK)).toBe('unclear');
    });
  });

  describe('when the question is about another network or act', () => {
    it.each([
      ['yes the Amex', 'American Express', 'yes'],
      ['yes my American Express card', 'American Express', 'yes'],
      ['yes the Visa', 'American Express', 'changed'],
      ['yes the master card', 'Mastercard', 'yes'],
      ['yes the Maestro', 'Mastercard', 'changed'],
      ['yes ending in 4211', 'Mastercard', 'yes'],
    ])('should read %j for a %s as %s', (text, network, answer) => {
      expect(readAnswer(text, { ...BLOCK, network })).toBe(answer);
    });

    it('should not take the words of one act for a yes to another', () => {
      for (const act of Object.keys(ACTS)) {
        const own = questionOf(act).actWords;
        const others = (
          'block unblock freeze unfreeze lock unlock cancel replace activate deactivate dispute close reopen transfer pay ' +
          'order report stop'
        ).split(' ');
        const foreign = others.filter((word) => !own.includes(word));
        const answers = YES.filter((answer) => answer.act === act);
        expect(findYesWith(foreign, answers)).toEqual([]);
      }
    });
  });

  describe('when one word is put anywhere into a yes', () => {
    it('should read no yes if the word refuses', () => {
      const words =
        "no nope nah not don't dont never wait hold nevermind isn't can't won't later leave wrong other neither instead";
      expect(findYesWith(words.split(' '))).toEqual([]);
    });

    it('should read no yes if the word makes a question, a condition, a doubt or a report', () => {
      const words =
        'if unless when until once before but or maybe perhaps probably guess think what why how which who are does ' +
        'could should will shall said says told tomorrow';
      expect(findYesWith(words.split(' '))).toEqual([]);
    });

    it('should read no yes if the word has a question mark, a sign, an emoji or a foreign letter', () => {
      expect(findYesWith(['?', '[', '"', '👍', '{', 'yеs', '\u200b', '$', '<user>', 'user:', 'si', 'ἀ'])).toEqual([]);
    });
  });

  describe('when a refusal stands anywhere among yeses', () => {
    it('should read no yes', () => {
      const yeses = fc.array(fc.constantFrom(...YES.map(({ text }) => text)), { maxLength: 4 });
      const refusal = fc.constantFrom(
        'no',
        'wait',
        "don't",
        'not',
        'nope',
        'hold on',
        'not yet',
        'the other one',
        'never mind',
      );
      const joint = fc.constantFrom(' ', '\n', ', ', '. ');
      fc.assert(
        fc.property(fc.tuple(yeses, refusal, yeses), joint, (answers, between) => {
          expect(readAnswer(answers.flat().join(between), BLOCK)).not.toBe('yes');
        }),
        { numRuns: 1_000 },
      );
    });
  });

  describe('when no word of consent is said', () => {
    it('should never read a yes', () => {
      const harmless = fc.constantFrom(
        ...'please,thanks,thank you,it,that,this,the card,my Visa,ending in,4211,now,right away,immediately,for me'.split(
          ',',
        ),
        ...'i am sure,it is,that is fine,i do,i want to,and,the,my,a,block,blocked,stop,lost,then,well,uh,um,mhm'.split(
          ',',
        ),
        ...'alright,great,perfect,no problem,sorry,you can,could you please,would you please,card,sir,with,as'.split(
          ',',
        ),
      );
      fc.assert(
        fc.property(fc.array(harmless, { maxLength: 12 }), (pieces) => {
          expect(readAnswer(pieces.join(' '), BLOCK)).not.toBe('yes');
        }),
        { numRuns: 5_000 },
      );
    });
  });

  describe('when the text is arbitrary', () => {
    const consent =
      /ye|yup|aye|sure|correct|confirm|affirm|agree|accept|approve|consent|proceed|ahead|\bdo\b|go for|means|right|good|ok|absol|defin|certain|exact|indeed|course/i;

    it('should never fail, and only read a yes where a word of consent stands', () => {
      const piece = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(...YES.map(({ text }) => text), ' ', '\n', 'no', '?'),
      );
      fc.assert(
        fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
          const text = pieces.join('');
          expect(readAnswer(text, BLOCK) !== 'yes' || consent.test(text)).toBe(true);
        }),
        { numRuns: 5_000 },
      );
    });
  });

  describe('when case and punctuation differ', () => {
    it('should read the same', () => {
      const anyPlainAnswer = fc.constantFrom(...ANSWERS.filter(({ text }) => /^[\w \n.,!'+]*$/.test(text)));
      const separator = fc.constantFrom(' ', ', ', '. ', '... ', ' - ', ' — ', '! ', '; ', '\n', '  ');
      const separators = fc.array(separator, { minLength: 1, maxLength: 5 });
      fc.assert(
        fc.property(anyPlainAnswer, separators, fc.boolean(), ({ act, text, reading }, between, isUpper) => {
          const words = text.split(/[\s.,!]+/);
          const spoken = words.map((word, index) => word + (between[index % between.length] ?? ' ')).join('');
          expect(readAnswer(isUpper ? spoken.toUpperCase() : spoken.toLowerCase(), questionOf(act))).toBe(reading);
        }),
        { numRuns: 3_000 },
      );
    });
  });
});
