import MiniSearch from 'minisearch';
import { type ArticlePassage } from './load-articles';
import { type LoanArticleMatch } from './loan.types';
import { toTerms } from './question-terms';

/** A match below this similarity leaves so much of the question open that it must not be given as the answer. */
export const WEAK_MATCH = 0.5;

/** Enough for any spoken question; the rest of a longer text is not searched. */
const MAX_QUERY_LENGTH = 500;
/** Shorter words are taken as they are: "bread" is not a slip for "break". */
const MIN_INEXACT_LENGTH = 6;
const MAX_EDITS = 1;
/** What a word counts that only resembles one of the passage, against 1 for the word itself. */
const INEXACT_WEIGHT = 0.7;
const TITLE_BOOST = 2;
/** What the best index score adds to a similarity of 0..1 in the ranking. */
const SCORE_SHARE_OF_RANK = 0.5;

/** A question that names a loan is most likely about one, whatever else it mentions. */
const LOAN_TERMS = new Set(toTerms('loan borrow refinance cosign APR'));
const UNKNOWN_WEIGHT_IN_LOAN_QUESTION = 0.5;
/** Names of the bank's other business: they speak against an answer from the loan articles. */
const OTHER_BUSINESS_TERMS = new Set(
  toTerms('account ATM branch card debit password PIN savings stocks transfer wire'),
);
const OTHER_BUSINESS_WEIGHT = 2;

interface IndexedPassage extends ArticlePassage {
  readonly id: number;
}

interface RankedPassage {
  readonly passage: ArticlePassage;
  readonly similarity: number;
  readonly rank: number;
}

/**
 * Finds the passages that answer a question.
 *
 * Similarity is the share of the question's content words that the passage or its title contains, each weighted by its
 * inverse document frequency ln(1 + (N - n + 0.5) / (n + 0.5)) over the passages. A word of no passage has the highest
 * weight, so a question about something else stays weak; it weighs half when the question names a loan, and the names
 * of the bank's other business weigh double.
 *
 * Passages are ranked by similarity plus half of their BM25 score, in which the title counts more and the best of the
 * query is 1. The score speaks for a passage that dwells on a word over one that only mentions it, so the first match
 * is not always the one of the highest similarity.
 */
export class ArticleSearch {
  private readonly index = new MiniSearch<IndexedPassage>({
    fields: ['title', 'text'],
    tokenize: (text) => [...toTerms(text)],
    processTerm: (term) => term,
    searchOptions: {
      boost: { title: TITLE_BOOST },
      prefix: (term) => term.length >= MIN_INEXACT_LENGTH,
      fuzzy: (term) => (term.length >= MIN_INEXACT_LENGTH ? MAX_EDITS : false),
    },
  });

  private readonly termsOfPassages: readonly ReadonlySet<string>[];
  private readonly passageCounts = new Map<string, number>();

  constructor(private readonly passages: readonly ArticlePassage[]) {
    this.index.addAll(passages.map((passage, id) => ({ ...passage, id })));
    this.termsOfPassages = passages.map(({ title, text }) => new Set(toTerms(`${title} ${text}`)));
    for (const term of this.termsOfPassages.flatMap((terms) => [...terms])) {
      this.passageCounts.set(term, (this.passageCounts.get(term) ?? 0) + 1);
    }
  }

  /** The best passage of each article that shares a word with the query, best first, at most `limit` of them. */
  search(query: string, limit: number): readonly LoanArticleMatch[] {
    const bestOfArticle = new Map<string, LoanArticleMatch>();
    for (const { passage, similarity } of this.rank(query.slice(0, MAX_QUERY_LENGTH))) {
      const { articleId, title, text } = passage;
      if (!bestOfArticle.has(articleId)) bestOfArticle.set(articleId, { articleId, title, passage: text, similarity });
    }
    return [...bestOfArticle.values()].slice(0, Math.max(0, limit));
  }

  private rank(query: string): readonly RankedPassage[] {
    const weights = this.weighTerms(query);
    const results = this.index.search(query);
    const highestScore = results[0]?.score ?? 1;
    return results
      .flatMap(({ id, score, queryTerms }): readonly RankedPassage[] => {
        const passage = this.passages[Number(id)];
        const terms = this.termsOfPassages[Number(id)];
        if (passage === undefined || terms === undefined) return [];
        const creditOf = (term: string): number => {
          if (terms.has(term)) return 1;
          return queryTerms.includes(term) ? INEXACT_WEIGHT : 0;
        };
        const similarity = shareCovered(weights, creditOf);
        return [{ passage, similarity, rank: similarity + (SCORE_SHARE_OF_RANK * score) / highestScore }];
      })
      .toSorted((a, b) => b.rank - a.rank);
  }

  private weighTerms(query: string): ReadonlyMap<string, number> {
    const terms = [...new Set(toTerms(query))];
    const namesLoan = terms.some((term) => LOAN_TERMS.has(term));
    const weigh = (term: string): number => {
      const containing = this.passageCounts.get(term) ?? 0;
      const rarity = Math.log(1 + (this.passages.length - containing + 0.5) / (containing + 0.5));
      if (OTHER_BUSINESS_TERMS.has(term)) return rarity * OTHER_BUSINESS_WEIGHT;
      return containing === 0 && namesLoan ? rarity * UNKNOWN_WEIGHT_IN_LOAN_QUESTION : rarity;
    };
    return new Map(terms.map((term) => [term, weigh(term)]));
  }
}

/** 0..1. A query of stop words alone has no weight, and is covered by nothing. */
function shareCovered(weights: ReadonlyMap<string, number>, creditOf: (term: string) => number): number {
  let covered = 0;
  let total = 0;
  for (const [term, weight] of weights) {
    covered += weight * creditOf(term);
    total += weight;
  }
  return total === 0 ? 0 : covered / total;
}
