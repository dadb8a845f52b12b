import { amortiseLoan } from './amortise-loan';
import { type LoanProduct, type LoanQuoteOutcome, type LoanQuoteRequest } from './loan.types';

/**
 * Quotes a loan of the given product, in whole cents. The amount is checked before the term.
 *
 * @throws RangeError when an amount or a term within its limits is not a whole number.
 */
export function quoteLoan(product: LoanProduct, request: LoanQuoteRequest): LoanQuoteOutcome {
  return checkAmount(product, request) ?? checkTerm(product, request) ?? quoteWithinLimits(product, request);
}

function checkAmount(product: LoanProduct, { amountCents }: LoanQuoteRequest): LoanQuoteOutcome | undefined {
  const { minimumAmountCents: minimum, maximumAmountCents: maximum } = product;
  if (amountCents >= minimum && amountCents <= maximum) return undefined;
  return { status: 'out_of_range', field: 'amountCents', minimum, maximum, product };
}

function checkTerm(product: LoanProduct, { termMonths }: LoanQuoteRequest): LoanQuoteOutcome | undefined {
  const { minimumTermMonths: minimum, maximumTermMonths: maximum } = product;
  if (termMonths >= minimum && termMonths <= maximum) return undefined;
  return { status: 'out_of_range', field: 'termMonths', minimum, maximum, product };
}

function quoteWithinLimits(product: LoanProduct, { amountCents, termMonths }: LoanQuoteRequest): LoanQuoteOutcome {
  const { annualRatePercent } = product;
  const amortisation = amortiseLoan({ amountCents, termMonths, annualRatePercent });
  return {
    status: 'quoted',
    quote: {
      productId: product.id,
      productName: product.name,
      amountCents,
      termMonths,
      annualRatePercent,
      ...amortisation,
      currency: 'USD',
    },
  };
}
