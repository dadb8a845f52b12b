import { Injectable } from '@nestjs/common';
import { LoanService } from '../../../loan/loan.service';
import { type LoanProductId, type LoanQuoteOutcome } from '../../../loan/loan.types';
import { Tool, type ToolResult } from '../tool';
import { formatMoney } from '../format-money';

interface QuoteInput {
  readonly product: LoanProductId;
  readonly amount: number;
  readonly term_months: number;
}

@Injectable()
export class QuoteLoanTool extends Tool {
  readonly definition = {
    name: 'quote_loan',
    description: 'Computes the exact monthly payment and the total of a loan. Ask for what is missing before calling.',
    inputSchema: {
      type: 'object',
      properties: {
        product: { type: 'string', enum: ['personal', 'home', 'auto'], description: 'Which loan.' },
        amount: { type: 'number', exclusiveMinimum: 0, maximum: 1_000_000_000, description: 'Amount in dollars.' },
        term_months: { type: 'integer', minimum: 1, maximum: 600, description: 'Term in months.' },
      },
      required: ['product', 'amount', 'term_months'],
      additionalProperties: false,
    },
  };

  override readonly openOperation = 'loan_information';

  constructor(private readonly loans: LoanService) {
    super();
  }

  run({ product, amount, term_months: termMonths }: QuoteInput): Promise<ToolResult> {
    const outcome = this.loans.quote({ productId: product, amountCents: Math.round(amount * 100), termMonths });
    return Promise.resolve(toToolResult(outcome));
  }
}

function toToolResult(outcome: LoanQuoteOutcome): ToolResult {
  if (outcome.status === 'out_of_range') return { status: outcome.status, output: { message: phraseRange(outcome) } };
  const { quote } = outcome;
  return {
    status: outcome.status,
    output: {
      product: quote.productId,
      product_name: quote.productName,
      amount: formatMoney(quote.amountCents),
      term_months: quote.termMonths,
      annual_rate_percent: quote.annualRatePercent,
      monthly_payment: formatMoney(quote.monthlyPaymentCents),
      final_payment: formatMoney(quote.finalPaymentCents),
      total_payment: formatMoney(quote.totalPaymentCents),
      total_interest: formatMoney(quote.totalInterestCents),
      currency: quote.currency,
    },
  };
}

function phraseRange({
  field,
  minimum,
  maximum,
  product,
}: Extract<LoanQuoteOutcome, { status: 'out_of_range' }>): string {
  const range =
    field === 'amountCents'
      ? `is for ${formatMoney(minimum)} to ${formatMoney(maximum)}`
      : `runs for ${minimum} to ${maximum} months`;
  return `The ${product.name.toLowerCase()} ${range}.`;
}
