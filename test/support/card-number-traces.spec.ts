import { CardNumberTraces, makeCardNumbers } from './card-number-traces';
import { SAYINGS } from './say-card-number';

const NUMBERS = makeCardNumbers(1_000);

describe(makeCardNumbers.name, () => {
  it('should make numbers of every network, each once', () => {
    expect(new Set(NUMBERS).size).toBe(1_000);
    expect(new Set(NUMBERS.map((digits) => digits.length))).toEqual(new Set([13, 14, 15, 16, 19]));
  });
});

describe(CardNumberTraces.name, () => {
  const traces = new CardNumberTraces(NUMBERS);

  it.each(Object.keys(SAYINGS))('should find each of a thousand numbers in the form "%s", in JSON too', (form) => {
    const missed = NUMBERS.filter((digits) => {
      const said = (SAYINGS[form]?.(digits, () => 0.5) ?? []).join(' ');
      return traces.find(said).length === 0 || traces.find(JSON.stringify({ said })).length === 0;
    });
    expect(missed).toEqual([]);
  });

  it('should find none in other numbers, and none in what masking leaves', () => {
    expect(
      traces.find('[card ending in 4242] on 2026-11-24T09:00:00.000Z, 01900000-0000-7000-8000-000000000000'),
    ).toEqual([]);
  });
});
