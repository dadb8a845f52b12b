import { toGoDuration } from './to-go-duration';

describe(toGoDuration.name, () => {
  it.each([
    [0, '0s'],
    [-5, '0s'],
    [0.2, '1ms'],
    [17, '17ms'],
    [999.1, '1s'],
    [1_574, '1.574s'],
    [10_000, '10s'],
    [59_999, '59.999s'],
    [60_000, '1m0s'],
    [90_500, '1m30.5s'],
    [3_600_000, '1h0m0s'],
    [7_384_025, '2h3m4.025s'],
  ])('should write %d ms as %s', (milliseconds, text) => {
    expect(toGoDuration(milliseconds)).toBe(text);
  });
});
