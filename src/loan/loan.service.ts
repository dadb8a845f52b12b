import { Injectable } from '@nestjs/common';
import { ArticleSearch } from './article-search';
import { loadArticles } from './load-articles';
import { LOAN_CATALOGUE } from './loan-catalogue';
import { type LoanArticleMatch, type LoanProduct, type LoanQuoteOutcome, type LoanQuoteRequest } from './loan.types';
import { quoteLoan } from './quote-loan';

const DEFAULT_MATCHES = 3;

/** What the bank lends, what it costs, and what its articles say about it. Nothing here is about one customer. */
@Injectable()
export class LoanService {
  private readonly articles = new ArticleSearch(loadArticles());

  listProducts(): readonly LoanProduct[] {
    return LOAN_CATALOGUE;
  }

  /**
   * Amounts in cents, terms in months.
   *
   * @throws RangeError for a product that is not in the catalogue, or for an amount or a term that is within its
   * limits but no whole number.
   */
  quote(request: LoanQuoteRequest): LoanQuoteOutcome {
    const product = LOAN_CATALOGUE.find(({ id }) => id === request.productId);
    if (product === undefined) throw new RangeError(`There is no loan product ${request.productId}.`);
    return quoteLoan(product, request);
  }

  /** At most one passage of each article, best first. Those below `WEAK_MATCH` are no answer. */
  searchArticles(query: string, limit = DEFAULT_MATCHES): readonly LoanArticleMatch[] {
    return this.articles.search(query, limit);
  }
}
