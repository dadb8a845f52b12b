import { loadArticles } from './load-articles';
import { LOAN_CATALOGUE } from './loan-catalogue';
import { type LoanProduct, type LoanProductId } from './loan.types';
import { quoteLoan } from './quote-loan';

const passages = loadArticles();
const allText = passages.map(({ title, text }) => `${title}. ${text}`).join('\n');

/** Sums that the articles name beside the limits of the catalogue: fees, thresholds and the down payment example. */
const OTHER_DOLLARS = ['25', '900', '1,000', '30,000', '300,000'];

function toDollars(cents: number): string {
  return new Intl.NumberFormat('en-US', { minimumFractionDigits: cents % 100 === 0 ? 0 : 2 }).format(cents / 100);
}

function findProduct(id: string): LoanProduct {
  const product = LOAN_CATALOGUE.find((candidate) => candidate.id === (id as LoanProductId));
  if (product === undefined) throw new Error(`No product ${id}.`);
  return product;
}

function quoteExample([, id = '', dollars = '', months = '']: readonly string[]): readonly string[] {
  const product = findProduct(id);
  const amountCents = Number(dollars.replaceAll(',', '')) * 100;
  const outcome = quoteLoan(product, { productId: product.id, amountCents, termMonths: Number(months) });
  if (outcome.status !== 'quoted') throw new Error('The example is not within the limits.');
  return [dollars, toDollars(outcome.quote.monthlyPaymentCents), toDollars(outcome.quote.totalInterestCents)];
}

const EXAMPLE = /an? (\w+) loan of ([\d,]+) dollars over (\d+) months costs ([\d,.]+) dollars a month/g;
const examples = [...allText.matchAll(EXAMPLE)];

describe('LOAN_CATALOGUE', () => {
  describe.each(LOAN_CATALOGUE)('when it is read aloud: $name', (product) => {
    const figures = [
      toDollars(product.minimumAmountCents),
      toDollars(product.maximumAmountCents),
      `${product.minimumTermMonths} to ${product.maximumTermMonths} months`,
      `${product.annualRatePercent} percent a year`,
    ];

    it('should name its limits and its rate in one sentence', () => {
      for (const figure of figures) expect(product.summary).toContain(figure);
      expect(product.summary).toMatch(/^[^.]*(?:\d\.\d[^.]*)*\.$/);
    });

    it('should say the same in the article on loan types', () => {
      const paragraph = passages
        .filter(({ articleId }) => articleId === 'loan-types')
        .find(
          ({ text }) =>
            text.toLowerCase().startsWith(`a ${product.id} loan`) || text.startsWith(`An ${product.id} loan`),
        );
      for (const figure of figures) expect(paragraph?.text.replace('interest rate of ', '')).toContain(figure);
    });
  });

  describe('when the articles name figures', () => {
    it('should give the rate of each product wherever a product and a rate stand together', () => {
      const named = [...allText.matchAll(/([\d.]+) percent a year for (personal|home|auto) loans/g)];
      expect(named.length).toBeGreaterThanOrEqual(3);
      for (const [, rate, id = ''] of named) expect(Number(rate)).toBe(findProduct(id).annualRatePercent);
    });

    it('should know no other annual rate', () => {
      const rates = [...allText.matchAll(/([\d.]+) percent a year/g)].map(([, rate]) => Number(rate));
      const catalogueRates = LOAN_CATALOGUE.map(({ annualRatePercent }) => annualRatePercent);
      expect(new Set(rates)).toEqual(new Set(catalogueRates));
    });

    it('should work out every example as a quote does', () => {
      expect(examples.length).toBeGreaterThanOrEqual(3);
      for (const example of examples) expect(example[4]).toBe(quoteExample(example)[1]);
      const interest = /total interest comes to ([\d,.]*\d) dollars/.exec(allText);
      const personal = examples.find(([, id]) => id === 'personal');
      expect(interest?.[1]).toBe(personal === undefined ? undefined : quoteExample(personal)[2]);
    });

    it('should name no sum that is neither a limit, an example nor a known fee', () => {
      const limits = LOAN_CATALOGUE.flatMap(({ minimumAmountCents, maximumAmountCents }) => [
        toDollars(minimumAmountCents),
        toDollars(maximumAmountCents),
      ]);
      const known = new Set([...limits, ...examples.flatMap(quoteExample), ...OTHER_DOLLARS]);
      const named = [...allText.matchAll(/(\d[\d,.]*) dollars/g)].map(([, sum]) => sum ?? '');
      expect(named.filter((sum) => !known.has(sum))).toEqual([]);
    });
  });

  describe('when the articles are read aloud', () => {
    it('should meet no markup, no symbol and no passage too long to listen to', () => {
      expect(allText).not.toMatch(/[*_`|<>[\]{}$%#&/]/);
      expect(passages.filter(({ text }) => text.length > 600)).toEqual([]);
    });
  });
});
