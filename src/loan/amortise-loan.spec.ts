import fc from 'fast-check';
import { amortiseLoan } from './amortise-loan';

const tenthsOfPercent = fc.integer({ min: 0, max: 300 }).map((tenths) => tenths / 10);
/** Amounts from 1,000 dollars on, large enough for any of these terms. */
const loanTerms = fc.record({
  amountCents: fc.integer({ min: 100_000, max: 100_000_000 }),
  termMonths: fc.integer({ min: 1, max: 60 }),
  annualRatePercent: tenthsOfPercent,
});

interface Terms {
  readonly amountCents: number;
  readonly termMonths: number;
  readonly annualRatePercent: number;
}

/** Plays the payments back month by month, with the rate in thousandths of a percent, and returns what is still owed. */
function balanceAfterAllPayments(terms: Terms): bigint {
  const { monthlyPaymentCents, finalPaymentCents } = amortiseLoan(terms);
  const rateInThousandths = BigInt(Math.round(terms.annualRatePercent * 1000));
  const unit = 1_200_000n;
  let balance = BigInt(terms.amountCents);
  for (let month = 1; month <= terms.termMonths; month += 1) {
    const product = balance * rateInThousandths;
    const interest = product / unit + (2n * (product % unit) >= unit ? 1n : 0n);
    const payment = month === terms.termMonths ? finalPaymentCents : monthlyPaymentCents;
    balance += interest - BigInt(payment);
  }
  return balance;
}

/** A month's rounding is at most half a cent of the payment and half a cent of interest, and grows with the balance. */
function largestRoundingCents({ termMonths, annualRatePercent }: Terms): number {
  const rate = annualRatePercent / 1200;
  const growth = rate === 0 ? termMonths : ((1 + rate) ** termMonths - 1) / rate;
  return Math.ceil(growth) + 1;
}

describe(amortiseLoan.name, () => {
  describe('when the payment is known from elsewhere', () => {
    // Computed apart from this code, with 60 decimal digits, from the annuity formula.
    it.each([
      { amountCents: 1_000_000, annualRatePercent: 12, termMonths: 12, monthlyPaymentCents: 88_849 }, // 888.48788678
      { amountCents: 1_000_000, annualRatePercent: 10.9, termMonths: 36, monthlyPaymentCents: 32_691 }, // 326.91381086
      { amountCents: 2_000_000, annualRatePercent: 7.2, termMonths: 60, monthlyPaymentCents: 39_791 }, // 397.91389638
      { amountCents: 10_000_000, annualRatePercent: 6, termMonths: 360, monthlyPaymentCents: 59_955 }, // 599.55052515
      { amountCents: 20_000_000, annualRatePercent: 4.5, termMonths: 360, monthlyPaymentCents: 101_337 }, // 1013.37061965
      { amountCents: 24_000_000, annualRatePercent: 6.3, termMonths: 360, monthlyPaymentCents: 148_553 }, // 1485.53469471
    ])('should agree: $amountCents cents at $annualRatePercent percent over $termMonths months', (known) => {
      expect(amortiseLoan(known).monthlyPaymentCents).toBe(known.monthlyPaymentCents);
    });

    it('should carry the rounding into the last payment', () => {
      expect(amortiseLoan({ amountCents: 1_000_000, annualRatePercent: 12, termMonths: 12 })).toEqual({
        monthlyPaymentCents: 88_849,
        finalPaymentCents: 88_847,
        totalPaymentCents: 1_066_186,
        totalInterestCents: 66_186,
      });
    });
  });

  describe('when there is no interest', () => {
    it('should divide the amount', () => {
      expect(amortiseLoan({ amountCents: 100_000, annualRatePercent: 0, termMonths: 3 })).toEqual({
        monthlyPaymentCents: 33_333,
        finalPaymentCents: 33_334,
        totalPaymentCents: 100_000,
        totalInterestCents: 0,
      });
    });
  });

  describe('when there is one month', () => {
    it('should repay the amount and one month of interest', () => {
      expect(amortiseLoan({ amountCents: 120_000, annualRatePercent: 10, termMonths: 1 })).toMatchObject({
        finalPaymentCents: 121_000,
        totalPaymentCents: 121_000,
      });
    });
  });

  describe('when the terms are any', () => {
    it('should end at a balance of exactly zero', () => {
      fc.assert(
        fc.property(loanTerms, (terms) => {
          expect(balanceAfterAllPayments(terms)).toBe(0n);
        }),
      );
    });

    it('should add up', () => {
      fc.assert(
        fc.property(loanTerms, (terms) => {
          const result = amortiseLoan(terms);
          const paid = result.monthlyPaymentCents * (terms.termMonths - 1) + result.finalPaymentCents;
          expect(result.totalPaymentCents).toBe(paid);
          expect(result.totalInterestCents).toBe(paid - terms.amountCents);
        }),
      );
    });

    it('should keep the last payment near the others', () => {
      fc.assert(
        fc.property(loanTerms, (terms) => {
          const { monthlyPaymentCents, finalPaymentCents } = amortiseLoan(terms);
          expect(Math.abs(finalPaymentCents - monthlyPaymentCents)).toBeLessThanOrEqual(largestRoundingCents(terms));
        }),
      );
    });

    it('should ask no less each month, and but for rounding more in all, for a larger amount', () => {
      fc.assert(
        fc.property(loanTerms, fc.integer({ min: 1, max: 1_000_000 }), (terms, more) => {
          const smaller = amortiseLoan(terms);
          const larger = amortiseLoan({ ...terms, amountCents: terms.amountCents + more });
          expect(larger.monthlyPaymentCents).toBeGreaterThanOrEqual(smaller.monthlyPaymentCents);
          // Each total is off from the exact one by at most a rounding a month and that of the last payment.
          const roundingCents = 2 * (terms.termMonths + largestRoundingCents(terms));
          expect(larger.totalPaymentCents - smaller.totalPaymentCents).toBeGreaterThanOrEqual(more - roundingCents);
        }),
      );
    });
  });

  describe('when the terms make no sense', () => {
    const sound = { amountCents: 100_000, annualRatePercent: 5, termMonths: 12 };

    it.each([
      { amountCents: 0 },
      { amountCents: -5 },
      { amountCents: 100.5 },
      { amountCents: Number.NaN },
      { termMonths: 0 },
      { termMonths: 1.5 },
      { termMonths: Number.POSITIVE_INFINITY },
      { annualRatePercent: -1 },
      { annualRatePercent: Number.NaN },
      { annualRatePercent: 1e-9 },
    ])('should refuse %p', (wrong) => {
      expect(() => amortiseLoan({ ...sound, ...wrong })).toThrow(RangeError);
    });

    it('should refuse an amount that whole cents would repay too early', () => {
      expect(() => amortiseLoan({ amountCents: 540, annualRatePercent: 0, termMonths: 360 })).toThrow(RangeError);
    });
  });
});
