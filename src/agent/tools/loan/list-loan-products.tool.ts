import { Injectable } from '@nestjs/common';
import { LoanService } from '../../../loan/loan.service';
import { Tool, type ToolResult } from '../tool';
import { formatMoney } from '../format-money';

@Injectable()
export class ListLoanProductsTool extends Tool {
  readonly definition = {
    name: 'list_loan_products',
    description: 'Lists the loans that the bank offers, with rate, amounts and terms.',
    inputSchema: { type: 'object', properties: {}, additionalProperties: false },
  };

  override readonly openOperation = 'loan_information';

  constructor(private readonly loans: LoanService) {
    super();
  }

  run(): Promise<ToolResult> {
    const products = this.loans.listProducts().map((product) => ({
      id: product.id,
      name: product.name,
      summary: product.summary,
      annual_rate_percent: product.annualRatePercent,
      minimum_amount: formatMoney(product.minimumAmountCents),
      maximum_amount: formatMoney(product.maximumAmountCents),
      minimum_term_months: product.minimumTermMonths,
      maximum_term_months: product.maximumTermMonths,
    }));
    return Promise.resolve({ status: 'ok', output: { products } });
  }
}
