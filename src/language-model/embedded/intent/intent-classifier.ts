import { type Intent, UTTERANCES } from '../data/utterances';
import { findDecisiveWords } from './decisive-words';
import { canMean, NO_CONTEXT, type TalkContext } from './intent-anchors';
import { toTerms } from './to-terms';

/** Below this likeness, or this close to the runner-up, a classification is not worth acting on. */
const SURE_SCORE = 0.33;
const SURE_LEAD = 0.02;
/** The words that say what a caller speaks of are in so many examples that their rarity alone undervalues them. */
const TOPIC_WORD = /^(?:loans?|cards?|borrow|home|car|visa)$/;
const TOPIC_WEIGHT = 1.5;
const PAIR_WEIGHT = 0.4;

const INTENTS = Object.keys(UTTERANCES) as readonly Intent[];

interface Classification {
  readonly intent: Intent;
  /** Whether the intent is worth acting on; otherwise it is only the least unlikely one. */
  readonly isSure: boolean;
}

type TermVector = ReadonlyMap<string, number>;

/**
 * Nearest neighbours over TF-IDF vectors of words and word pairs. A word that no example has lengthens the
 * caller's vector, so that talk of other things resembles nothing, which is what makes "I'd rather not guess" possible.
 */
export class IntentClassifier {
  private readonly rarity = new Map<string, number>();
  private readonly rarityOfUnknown: number;
  private readonly examples: ReadonlyMap<Intent, readonly TermVector[]>;

  constructor() {
    const documents = INTENTS.flatMap((intent) => UTTERANCES[intent].map((text) => new Set(toTerms(text))));
    const uses = new Map<string, number>();
    for (const terms of documents) for (const term of terms) uses.set(term, (uses.get(term) ?? 0) + 1);
    for (const [term, count] of uses) this.rarity.set(term, Math.log(1 + documents.length / count));
    this.rarityOfUnknown = Math.log(1 + documents.length);
    this.examples = new Map(
      INTENTS.map((intent) => [intent, UTTERANCES[intent].map((text) => this.toUnitVector(text))]),
    );
  }

  /** The likeliest intent, in time linear in the length of the text. */
  classify(text: string, talk: TalkContext = NO_CONTEXT): Classification {
    const vector = this.toUnitVector(text);
    const [best, second] = [...this.examples]
      .filter(([intent]) => canMean(intent, text, talk))
      .map(([intent, examples]) => ({ intent, score: scoreOf(examples.map((example) => compare(example, vector))) }))
      .sort((left, right) => right.score - left.score);
    const { intent, score } = best ?? { intent: 'out_of_scope', score: 0 };
    if (score >= SURE_SCORE && score - (second?.score ?? 0) >= SURE_LEAD) return { intent, isSure: true };
    const decided = findDecisiveWords(text, talk);
    return decided === undefined ? { intent, isSure: false } : { intent: decided, isSure: true };
  }

  private toUnitVector(text: string): TermVector {
    const weights = [...new Set(toTerms(text))].map((term): [string, number] => [term, this.weigh(term)]);
    const length = Math.sqrt(weights.reduce((sum, [, weight]) => sum + weight * weight, 0));
    return new Map(weights.map(([term, weight]) => [term, weight / length]));
  }

  private weigh(term: string): number {
    // An unknown word counts; an unknown pair of words says nothing, since most pairs are unknown.
    if (term.includes(' ')) return (this.rarity.get(term) ?? 0) * PAIR_WEIGHT;
    return (this.rarity.get(term) ?? this.rarityOfUnknown) * (TOPIC_WORD.test(term) ? TOPIC_WEIGHT : 1);
  }
}

function compare(example: TermVector, vector: TermVector): number {
  let likeness = 0;
  for (const [term, weight] of example) likeness += weight * (vector.get(term) ?? 0);
  return likeness;
}

/** The nearest example and its next two neighbours: one odd example alone does not decide. */
function scoreOf(likenesses: readonly number[]): number {
  const [nearest = 0, second = 0, third = 0] = [...likenesses].sort((left, right) => right - left);
  return 0.6 * nearest + 0.2 * (second + third);
}
