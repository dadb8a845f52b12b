import fc from 'fast-check';
import { LOAN_CATALOGUE } from './loan-catalogue';
import { type LoanProduct } from './loan.types';
import { quoteLoan } from './quote-loan';

const PRODUCT: LoanProduct = {
  id: 'auto',
  name: 'Test loan',
  summary: 'A loan for tests.',
  annualRatePercent: 12,
  minimumAmountCents: 500_000,
  maximumAmountCents: 2_000_000,
  minimumTermMonths: 12,
  maximumTermMonths: 24,
};

function quoteTestLoan(request: { readonly amountCents: number; readonly termMonths: number }): unknown {
  return quoteLoan(PRODUCT, { productId: PRODUCT.id, ...request });
}

describe(quoteLoan.name, () => {
  describe('when the request is within the limits', () => {
    it('should quote it in full', () => {
      expect(quoteTestLoan({ amountCents: 1_000_000, termMonths: 12 })).toEqual({
        status: 'quoted',
        quote: {
          productId: 'auto',
          productName: 'Test loan',
          amountCents: 1_000_000,
          termMonths: 12,
          annualRatePercent: 12,
          monthlyPaymentCents: 88_849,
          finalPaymentCents: 88_847,
          totalPaymentCents: 1_066_186,
          totalInterestCents: 66_186,
          currency: 'USD',
        },
      });
    });

    it.each([
      { amountCents: 500_000, termMonths: 12 },
      { amountCents: 2_000_000, termMonths: 24 },
    ])('should include the limit itself: %p', (request) => {
      expect(quoteTestLoan(request)).toMatchObject({ status: 'quoted' });
    });
  });

  describe('when the amount misses a limit', () => {
    it.each([499_999, 2_000_001, 0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
      'should name it for %p',
      (amountCents) => {
        expect(quoteTestLoan({ amountCents, termMonths: 1 })).toEqual({
          status: 'out_of_range',
          field: 'amountCents',
          minimum: 500_000,
          maximum: 2_000_000,
          product: PRODUCT,
        });
      },
    );
  });

  describe('when the term misses a limit', () => {
    it.each([11, 25, Number.NaN])('should name it for %p', (termMonths) => {
      expect(quoteTestLoan({ amountCents: 500_000, termMonths })).toEqual({
        status: 'out_of_range',
        field: 'termMonths',
        minimum: 12,
        maximum: 24,
        product: PRODUCT,
      });
    });
  });

  describe('when the request is within the limits but not whole', () => {
    it.each([
      { amountCents: 500_000.5, termMonths: 12 },
      { amountCents: 500_000, termMonths: 12.5 },
    ])('should refuse %p', (request) => {
      expect(() => quoteTestLoan(request)).toThrow(RangeError);
    });
  });

  describe('when the request is any that the catalogue allows', () => {
    it('should quote it with interest and payments above zero', () => {
      fc.assert(
        fc.property(fc.constantFrom(...LOAN_CATALOGUE), fc.nat(), fc.nat(), (product, amountSeed, termSeed) => {
          const amountRange = product.maximumAmountCents - product.minimumAmountCents + 1;
          const termRange = product.maximumTermMonths - product.minimumTermMonths + 1;
          const outcome = quoteLoan(product, {
            productId: product.id,
            amountCents: product.minimumAmountCents + (amountSeed % amountRange),
            termMonths: product.minimumTermMonths + (termSeed % termRange),
          });
          expect(outcome).toMatchObject({ status: 'quoted', quote: { productName: product.name } });
        }),
      );
    });
  });
});
