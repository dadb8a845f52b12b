import { maskExcerpt } from './mask-excerpt';

const CARD = '4539 1488 0343 6467';
/** The same card, so spread that two of them with their masks bring the end of what is read into what is shown. */
const SPREAD_CARD = CARD.replaceAll(' ', '').split('').join(' afterwards continues followed ');

describe(maskExcerpt.name, () => {
  it.each([
    ['', ''],
    ['robot', 'robot'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(65), 'a'.repeat(64)],
    ['a'.repeat(100_000), 'a'.repeat(64)],
    [`my card ${CARD} is`, 'my card [card ending in 6467] is'],
  ])('should repeat the beginning of %#', (text, excerpt) => {
    expect(maskExcerpt(text)).toBe(excerpt);
  });

  it('should show no part of a card number, wherever it is cut', () => {
    for (const before of ['', `${SPREAD_CARD}. Visa `.repeat(2)]) {
      for (let length = 0; length < 1_100; length += 1) {
        const excerpt = maskExcerpt(`${before}${'a'.repeat(length)} ${CARD}, ${'x'.repeat(1_000)}`);
        expect(excerpt.replaceAll(/ending in \d*/g, '')).not.toMatch(/\d/);
      }
    }
  });
});
