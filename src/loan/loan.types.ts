export type LoanProductId = 'personal' | 'home' | 'auto';

export interface LoanProduct {
  readonly id: LoanProductId;
  readonly name: string;
  /** One sentence, fit to be read aloud. */
  readonly summary: string;
  /** Nominal annual rate in percent, fixed for the term, for example 8.9. */
  readonly annualRatePercent: number;
  readonly minimumAmountCents: number;
  readonly maximumAmountCents: number;
  readonly minimumTermMonths: number;
  readonly maximumTermMonths: number;
}

export interface LoanQuoteRequest {
  readonly productId: LoanProductId;
  readonly amountCents: number;
  readonly termMonths: number;
}

/** An amortised loan in whole cents: `termMonths - 1` payments of `monthlyPaymentCents`, then `finalPaymentCents`. */
export interface LoanQuote extends LoanQuoteRequest {
  readonly productName: string;
  readonly annualRatePercent: number;
  readonly monthlyPaymentCents: number;
  readonly finalPaymentCents: number;
  readonly totalPaymentCents: number;
  readonly totalInterestCents: number;
  readonly currency: 'USD';
}

/** `out_of_range` names the limit that the request missed, so that the caller can be told. */
export type LoanQuoteOutcome =
  | { readonly status: 'quoted'; readonly quote: LoanQuote }
  | {
      readonly status: 'out_of_range';
      readonly field: 'amountCents' | 'termMonths';
      readonly minimum: number;
      readonly maximum: number;
      readonly product: LoanProduct;
    };

export interface LoanArticleMatch {
  readonly articleId: string;
  readonly title: string;
  /** The passage that answers, plain text, at most about 600 characters. */
  readonly passage: string;
  /** 0..1: how much of the question the article covers; below `WEAK_MATCH` it is no answer. */
  readonly similarity: number;
}
