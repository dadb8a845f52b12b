import { sayDigits, sayNumber } from './say-number';

describe(sayNumber.name, () => {
  it.each([
    [0, 'zero'],
    [7, 'seven'],
    [13, 'thirteen'],
    [40, 'forty'],
    [99, 'ninety nine'],
    [100, 'one hundred'],
    [312, 'three hundred twelve'],
    [1_005, 'one thousand five'],
    [50_000, 'fifty thousand'],
    [1_234_567, 'one million two hundred thirty four thousand five hundred sixty seven'],
    [2_000_000_010, 'two billion ten'],
  ])('should say %d as "%s"', (value, words) => {
    expect(sayNumber(value)).toBe(words);
  });
});

describe(sayDigits.name, () => {
  it('should say each digit', () => {
    expect(sayDigits('4011')).toBe('four zero one one');
  });
});
