import { readAmount, readNumbers, readTermMonths } from './read-quantities';

describe(readAmount.name, () => {
  it.each([
    ['15k', 15_000],
    ['$12,500', 12_500],
    ['twenty thousand dollars', 20_000],
    ['12 thousand', 12_000],
    ['250K please', 250_000],
    ['two hundred and fifty thousand', 250_000],
    ['a hundred thousand', 100_000],
    ['twelve and a half thousand', 12_500],
    ['fifteen thousand five hundred dollars', 15_500],
    ['twenty-five hundred', 2_500],
    ['1.5 million', 1_500_000],
    ['half a million', 500_000],
    ['20 000 over 36 months', 20_000],
    ['20k 36 months', 20_000],
    ['10000 dollars at 5 percent for 3 years', 10_000],
    ['$1,234.567', 1_234.57],
    ['80 dollars', 80],
  ])('should read "%s" as %d dollars', (text, dollars) => {
    expect(readAmount(text, false)).toBe(dollars);
  });

  it('should take a bare small number for an amount only as an answer', () => {
    expect(readAmount('about 500', true)).toBe(500);
    expect(readAmount('about 500', false)).toBeUndefined();
  });

  it.each(['3 years', '36 months', '5 percent', 'soon', '', '0', '9'.repeat(400)])(
    'should find no amount in "%s"',
    (text) => {
      expect(readAmount(text, true)).toBeUndefined();
    },
  );
});

describe(readTermMonths.name, () => {
  it.each([
    ['3 years', 36],
    ['36 months', 36],
    ['a 36-month loan', 36],
    ['five years', 60],
    ['two and a half years', 30],
    ['a year', 12],
    ['a year and a half', 18],
    ['2 years and 6 months', 30],
    ['15k over thirty-six months', 36],
  ])('should read "%s" as %d months', (text, months) => {
    expect(readTermMonths(text)).toBe(months);
  });

  it.each(['4', 'twenty thousand', 'how much per month', '0 months', ''])('should find no term in "%s"', (text) => {
    expect(readTermMonths(text)).toBeUndefined();
  });
});

describe(readNumbers.name, () => {
  it.each([
    ['add 2 and 3', [2, 3]],
    ['1, 2, 3', [1, 2, 3]],
    ['minus twenty two and -1.5', [-22, -1.5]],
    ['zero', [0]],
    ['2 and 3 hundred', [2, 300]],
    ['15 thousand 5 hundred', [15_500]],
    ['two rooms for 3 nights', [2, 3]],
    ['none', []],
    ['9'.repeat(400), []],
  ])('should read all numbers of "%s"', (text, numbers) => {
    expect(readNumbers(text).map(({ value }) => value)).toEqual(numbers);
  });
});
