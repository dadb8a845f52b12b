import { Injectable } from '@nestjs/common';
import { WEAK_MATCH } from '../../../loan/article-search';
import { LoanService } from '../../../loan/loan.service';
import { Tool, type ToolResult } from '../tool';

const ARTICLES_SHOWN = 3;

interface SearchInput {
  readonly query: string;
}

@Injectable()
export class SearchLoanArticlesTool extends Tool {
  readonly definition = {
    name: 'search_loan_articles',
    description:
      'Searches the bank\'s articles about loans: eligibility, documents, rates, repayment, applying. A "weak_match" ' +
      'does not answer the question: do not guess from it.',
    inputSchema: {
      type: 'object',
      properties: { query: { type: 'string', minLength: 1, maxLength: 1000, description: "The caller's question." } },
      required: ['query'],
      additionalProperties: false,
    },
  };

  override readonly openOperation = 'loan_information';

  constructor(private readonly loans: LoanService) {
    super();
  }

  run({ query }: SearchInput): Promise<ToolResult> {
    const matches = this.loans.searchArticles(query, ARTICLES_SHOWN);
    const best = matches[0]?.similarity ?? 0;
    const status = matches.length === 0 ? 'no_match' : best < WEAK_MATCH ? 'weak_match' : 'ok';
    const articles = matches.map(({ title, passage, similarity }) => ({ title, passage, similarity }));
    return Promise.resolve({ status, output: { articles } });
  }
}
