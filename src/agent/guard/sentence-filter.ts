import { asksForChange, mayAffirm, merelyAffirms } from './affirms-change';
import { claimsChange } from './claims-change';
import { hideLastFours, mayBeDigits, namesCard } from './hide-last-fours';
import { isSuspicious } from './is-suspicious';
import { type SpokenFacts } from './spoken-facts';

/** Said once a turn in the place of a claim. */
export const NOTHING_CHANGED = 'I have not changed anything on a card just now.';

const LONGEST_SENTENCE = 400;
/** A full stop behind a single letter belongs to an initial, or to a word that is spelled out. */
const SENTENCE_END = /(?:(?<![\s.][A-Za-z])\.|[!?。！？…])["'”’)\]*_`»}]*$/u;
/** So many words wait for the next ones, so that "Your card" and "It is" are not yet said when the suspicion comes. */
const WORDS_BEHIND = 2;

export type SentenceFinding = 'claim' | 'card-digits';

export interface FilteredText {
  readonly text: string;
  readonly findings: readonly SentenceFinding[];
}

const NOTHING: FilteredText = { text: '', findings: [] };

/** Lets words through one behind the other, holds suspicious sentences back to their end, and replaces false claims. */
export class SentenceFilter {
  /** Words of this sentence that were let through, and those that were not yet. */
  private released = '';
  private held: string[] = [];
  private isHolding = false;
  private hasDenied = false;
  private isFirst = true;

  /** From then on four digits may be the end of a card number. */
  private hasNamedCard = false;
  /** The sentence before asked whether something was done, so that a mere "yes" claims it. */
  private wasAsked = false;

  constructor(private readonly facts: SpokenFacts) {}

  push(word: string): FilteredText {
    const isFirstWord = this.released === '' && this.held.length === 0;
    this.isHolding ||= isFirstWord && this.isAsked && mayAffirm(word);
    this.isHolding ||= this.hasNamedCard && mayBeDigits(word);
    this.isHolding ||= isSuspicious(word, this.held.at(-1) ?? '');
    this.held.push(word);
    if (SENTENCE_END.test(word) || this.released.length + lengthOf(this.held) > LONGEST_SENTENCE) return this.flush();
    if (this.isHolding || this.held.length <= WORDS_BEHIND) return NOTHING;
    const text = this.held.splice(0, this.held.length - WORDS_BEHIND).join('');
    this.released += text;
    this.isFirst = false;
    return { text, findings: [] };
  }

  /** What is held, as if the sentence were over. */
  flush(): FilteredText {
    const { released, isHolding } = this;
    const held = this.held.join('');
    this.held = [];
    this.released = '';
    this.isHolding = false;
    if (held === '') return NOTHING;
    const sentence = released + held;
    const isClaim = claimsChange(sentence) || (this.isAsked && merelyAffirms(sentence));
    this.wasAsked = asksForChange(sentence);
    this.hasNamedCard ||= isHolding && namesCard(sentence);
    if (isClaim) return { text: this.deny(held, released !== ''), findings: ['claim'] };
    this.isFirst = false;
    if (!isHolding || !this.hasNamedCard) return { text: held, findings: [] };
    const { text, hasHidden } = hideLastFours(held, this.facts);
    return { text, findings: hasHidden ? ['card-digits'] : [] };
  }

  private get isAsked(): boolean {
    return this.wasAsked || this.facts.isAskedForChange;
  }

  private deny(held: string, isBroken: boolean): string {
    const isFirst = this.isFirst;
    this.isFirst = false;
    const breakSign = isBroken ? '...' : '';
    if (this.hasDenied) return breakSign;
    this.hasDenied = true;
    const space = isFirst ? (/^\s*/.exec(held)?.[0] ?? '') : ' ';
    return `${breakSign}${space}${NOTHING_CHANGED}`;
  }
}

function lengthOf(words: readonly string[]): number {
  return words.reduce((sum, { length }) => sum + length, 0);
}
