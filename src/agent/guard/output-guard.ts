import { Logger } from '@nestjs/common';
import { type FilteredWords, NumberFilter } from './number-filter';
import { PromptTripwire } from './prompt-tripwire';
import { PROMPT_SECRETS } from './repeats-prompt';
import { type FilteredText, type SentenceFinding, SentenceFilter } from './sentence-filter';
import { type SpokenFacts } from './spoken-facts';
import { WordSplitter } from './word-splitter';

/** Said in the place of all that follows when a model repeats its prompt. */
export const NOT_TO_TELL = 'I cannot talk about how I work. What can I do for you?';

/** Characters of a model that one turn lets through: about ten minutes of speech. */
export const MAX_SPOKEN_CHARACTERS = 8_000;

type Finding = SentenceFinding | 'number' | 'prompt' | 'length';

/**
 * Reads what a model says before the caller hears it. A model may be wrong or talked into anything, so that no text of it
 * may claim a change of a card, tell card or telephone numbers that the caller did not say, or repeat the system prompt.
 *
 * Words go on as soon as they are over, a suspicious sentence when its end has come. The text that comes out depends on
 * the text that went in alone, not on its pieces. Memory is bounded, and the time is linear in the text.
 */
export class OutputGuard {
  private readonly logger = new Logger(OutputGuard.name);
  private readonly splitter = new WordSplitter();
  private readonly tripwire = new PromptTripwire(PROMPT_SECRETS);
  private readonly numbers: NumberFilter;
  private readonly sentences: SentenceFilter;
  private readonly found = new Set<Finding>();
  private charactersLeft = MAX_SPOKEN_CHARACTERS;
  private isMuted = false;
  private hasSpoken = false;

  constructor(facts: SpokenFacts) {
    this.numbers = new NumberFilter(facts);
    this.sentences = new SentenceFilter(facts);
  }

  /** Whether the model has said as much as one turn may hold: nothing more will come out. */
  get isFull(): boolean {
    return this.charactersLeft === 0;
  }

  /** What may be said now; often nothing yet. */
  push(delta: string): string {
    if (this.isMuted || this.isFull) return '';
    const taken = delta.slice(0, this.charactersLeft);
    this.charactersLeft -= taken.length;
    const text = this.splitter
      .push(taken)
      .map((word) => this.pass(word))
      .join('');
    if (this.charactersLeft > 0) return text;
    this.report('length');
    return text + this.end();
  }

  /** What is still held back, at the end of a step of the model. */
  end(): string {
    if (this.isMuted) return '';
    const last = this.splitter.end();
    if (last.trim() === '') return this.release() + last;
    const text = this.pass(last);
    return text + this.release();
  }

  private release(): string {
    if (this.isMuted) return '';
    return this.note(this.passWords(this.numbers.flush()) + this.take(this.sentences.flush()));
  }

  private pass(word: string): string {
    if (this.isMuted) return '';
    if (this.tripwire.trips(word)) {
      this.isMuted = true;
      this.report('prompt');
      return `${this.hasSpoken ? ' ' : ''}${NOT_TO_TELL}`;
    }
    return this.note(this.passWords(this.numbers.push(word)));
  }

  private passWords({ words, hasHidden }: FilteredWords): string {
    if (hasHidden) this.report('number');
    return words.map((word) => this.take(this.sentences.push(word))).join('');
  }

  private take({ text, findings }: FilteredText): string {
    for (const finding of findings) this.report(finding);
    return text;
  }

  private note(text: string): string {
    this.hasSpoken ||= text !== '';
    return text;
  }

  /** Once a turn for each kind, without the words. */
  private report(finding: Finding): void {
    if (this.found.has(finding)) return;
    this.found.add(finding);
    this.logger.warn({ finding }, 'The words of a model were held back');
  }
}
