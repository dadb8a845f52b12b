import { CheckDigits, hasCheckDigit } from './check-digit';

describe(hasCheckDigit.name, () => {
  it.each([
    ['4242424242424242', true],
    ['378282246310005', true],
    ['4242424242424243', false],
    ['79927398713', true],
    ['79927398710', false],
    ['0', true],
    ['18', true],
    ['81', false],
  ])('should tell of %s: %s', (digits, expected) => {
    expect(hasCheckDigit(digits)).toBe(expected);
  });
});

describe(CheckDigits.name, () => {
  it('should tell the same of every run of groups as of its digits alone', () => {
    const groups = ['4', '539', '1488', '03', '', '43', '6467', '4242', '7'];
    const checks = new CheckDigits(groups);
    groups.forEach((_group, first) => {
      for (let end = first + 1; end <= groups.length; end += 1) {
        const digits = groups.slice(first, end).join('');
        expect([first, end, checks.countDigits(first, end)]).toEqual([first, end, digits.length]);
        expect([first, end, checks.isValid(first, end)]).toEqual([first, end, hasCheckDigit(digits)]);
      }
    });
    expect(checks.isValid(0, 7)).toBe(true);
  });
});
