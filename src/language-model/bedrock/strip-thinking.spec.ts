import fc from 'fast-check';
import { ThinkingFilter } from './strip-thinking';

function speak(pieces: readonly string[]): string {
  const filter = new ThinkingFilter();
  return pieces.map((piece) => filter.push(piece)).join('') + filter.finish();
}

describe(ThinkingFilter.name, () => {
  describe('when a thought is split at any two places', () => {
    const text = 'Sure. <thinking>Which < card? </thin </thinking>\n\nYour card ends in 42 <b> and 3 < 4.';

    it('should speak everything but the thought', () => {
      for (let first = 0; first <= text.length; first += 1) {
        for (let second = first; second <= text.length; second += 1) {
          const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
          expect(speak(pieces)).toBe('Sure. \n\nYour card ends in 42 <b> and 3 < 4.');
        }
      }
    });

    it('should speak the same when it comes character by character', () => {
      expect(speak(Array.from(text))).toBe(speak([text]));
    });
  });

  describe('when the answer begins with a thought', () => {
    it('should drop the line breaks that follow it', () => {
      expect(speak(['<thinking>x</thin', 'king>\n', '\nHello', ' there\n'])).toBe('Hello there\n');
    });
  });

  describe('when a thought never ends', () => {
    it('should not speak it', () => {
      expect(speak(['Hello <thinking>', 'the limit cut me of</thinki'])).toBe('Hello ');
    });
  });

  describe('when a tag is left over or only begun', () => {
    it('should drop a closing tag without an opening one', () => {
      expect(speak(['Hello</thin', 'king> there'])).toBe('Hello there');
    });

    it('should speak the beginning of a tag that does not go on', () => {
      expect(speak(['a <thin', ' b <thinkin'])).toBe('a <thin b <thinkin');
    });
  });

  describe('when no tag is involved', () => {
    it('should hand each piece on at once', () => {
      const filter = new ThinkingFilter();
      expect(filter.push('Hello')).toBe('Hello');
      expect(filter.push(' there.')).toBe(' there.');
      expect(filter.finish()).toBe('');
    });
  });

  it('should not depend on how any text is split', () => {
    const part = fc.constantFrom(
      '<thinking>',
      '</thinking>',
      '<thin',
      'king>',
      '<',
      '</',
      '>',
      ' ',
      '\n',
      'a',
      'thinking',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        expect(speak(parts)).toBe(speak([parts.join('')]));
        expect(speak(Array.from(parts.join('')))).toBe(speak([parts.join('')]));
      }),
      { numRuns: 2_000 },
    );
  });
});
