import { Test } from '@nestjs/testing';
import { type LoanProductId } from './loan.types';
import { LoanModule } from './loan.module';
import { LoanService } from './loan.service';

describe(LoanService.name, () => {
  let loans: LoanService;

  beforeAll(async () => {
    const module = await Test.createTestingModule({ imports: [LoanModule] }).compile();
    loans = module.get(LoanService);
  });

  describe('when products are listed', () => {
    it('should name the three kinds of loan', () => {
      expect(loans.listProducts().map(({ id }) => id)).toEqual(['personal', 'home', 'auto']);
    });
  });

  describe('when a quote is asked for', () => {
    it("should use the product's own rate", () => {
      expect(loans.quote({ productId: 'personal', amountCents: 1_000_000, termMonths: 36 })).toMatchObject({
        status: 'quoted',
        quote: { productName: 'Personal loan', annualRatePercent: 10.9, monthlyPaymentCents: 32_691 },
      });
    });

    it("should name the product's own limit", () => {
      expect(loans.quote({ productId: 'home', amountCents: 1_000_000, termMonths: 360 })).toMatchObject({
        status: 'out_of_range',
        field: 'amountCents',
        minimum: 5_000_000,
        product: { id: 'home' },
      });
    });

    it('should refuse a product that does not exist', () => {
      const productId = 'student' as LoanProductId;
      expect(() => loans.quote({ productId, amountCents: 1_000_000, termMonths: 36 })).toThrow(RangeError);
    });
  });

  describe('when articles are searched', () => {
    it('should give three matches unless told otherwise', () => {
      expect(loans.searchArticles('home loan down payment')).toHaveLength(3);
      expect(loans.searchArticles('home loan down payment', 1)).toEqual([
        expect.objectContaining({ articleId: 'home-loan-costs', title: 'Home loan down payment and closing costs' }),
      ]);
    });
  });
});
