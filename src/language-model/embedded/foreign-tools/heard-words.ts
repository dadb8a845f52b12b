import { type JsonValue } from '../../../common/json';
import { type Quantity, readNumbers } from '../slots/read-quantities';
import { findNames, type NameGroup } from './find-names';
import { type HeardWord, toHeardWords, toKeys } from './heard-word';
import { splitName } from './split-name';

const QUOTED = /"([^"]{1,300})"|\u201c([^\u201d]{1,300})\u201d/g;
const LONGEST_OPTION = 100;
const MOST_WORDS_OF_AN_OPTION = 4;
/** "IT" is a department and "it" is none, so a short option has to be said exactly as it is written. */
const SHORT_OPTION = 2;
const DENYING: ReadonlySet<string> = new Set(['no', 'not', 'never', 'without', "don't", 'dont', 'off', 'disable']);
const AFFIRMING: ReadonlySet<string> = new Set(['yes', 'yeah', 'true', 'sure', 'ok', 'okay']);

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Which names a value may be, by the small word before them. */
export interface NameWish {
  readonly before?: string;
  readonly neverAfter?: string;
}

/** What the caller said, read for values. What has become one value is not taken for another. */
export class HeardWords {
  /** How often something was taken: whether a form holds anything that was said. */
  takes = 0;
  /** How many values one text could have been; with `variant` each of them is taken in turn. */
  variants = 1;
  private readonly words: readonly HeardWord[];
  private readonly taken = new Set<number>();
  private readonly quotes: string[];
  private wholeText: string | undefined;
  private options: ReadonlyMap<string, Span> | undefined;
  private numbersLeft: Quantity[] | undefined;
  private groups: readonly NameGroup[] | undefined;

  constructor(
    private readonly text: string,
    private readonly variant = 0,
  ) {
    this.words = toHeardWords(text);
    this.quotes = [...text.matchAll(QUOTED)].map(([, straight, curly]) => straight ?? curly ?? '');
    this.wholeText = text.replace(/\s+/g, ' ').trim();
  }

  /** Those of the options that were said, in the order of the words. */
  takeOptions(options: readonly JsonValue[], most: number): readonly JsonValue[] {
    const said = options
      .map((option) => ({ option, span: this.findOption(option) }))
      .filter((found): found is { option: JsonValue; span: Span } => found.span !== undefined)
      .sort((left, right) => left.span.start - right.span.start || right.span.end - left.span.end);
    const taken: JsonValue[] = [];
    for (const { option, span } of said) {
      if (taken.length === most) break;
      if (this.isTaken(span)) continue;
      this.take(span);
      taken.push(option);
    }
    return taken;
  }

  /** @param unit words of which one may be the unit, such as `days`. */
  takeNumber(fits: (value: number) => boolean, unit: readonly string[]): number | undefined {
    this.numbersLeft ??= [...readNumbers(this.text)];
    const fitting = this.numbersLeft.filter(({ value }) => fits(value));
    const found = fitting.find((number) => number.unit !== '' && unit.includes(toKeys(number.unit))) ?? fitting[0];
    if (found === undefined) return undefined;
    this.numbersLeft = this.numbersLeft.filter((number) => number !== found);
    this.takes += 1;
    return found.value;
  }

  /** Whether one of the words was said, or said with a "no" shortly before it. */
  takeFlag(keys: readonly string[]): boolean | undefined {
    const [first] = this.words;
    const isOnlyWord = this.words.length === 1 && first !== undefined;
    const index = this.words.findIndex(({ key }) => keys.includes(key));
    if (index < 0 && isOnlyWord && AFFIRMING.has(first.key)) return this.found(true);
    if (index < 0 && isOnlyWord && DENYING.has(first.key)) return this.found(false);
    if (index < 0) return undefined;
    const isDenied = this.words.slice(Math.max(0, index - 3), index).some(({ key }) => DENYING.has(key));
    return this.found(!isDenied);
  }

  takeQuote(): string | undefined {
    const quote = this.quotes.shift();
    return quote === undefined ? undefined : this.found(quote);
  }

  /** The next word that has the form, such as a date. */
  takeWord(form: RegExp): string | undefined {
    const index = this.words.findIndex(({ text }, place) => form.test(text) && !this.taken.has(place));
    if (index < 0) return undefined;
    this.take({ start: index, end: index + 1 });
    return this.words[index]?.text;
  }

  /**
   * One name.
   *
   * @param isOnly whether nothing else takes names, so that names in one breath are values in turn.
   */
  takeName(wish: NameWish, isOnly: boolean): string | undefined {
    const [group] = this.findGroups(wish);
    if (group === undefined) return undefined;
    if (isOnly) this.variants = Math.max(this.variants, group.names.length);
    const name = group.names[isOnly ? Math.min(this.variant, group.names.length - 1) : 0];
    if (name === undefined) return undefined;
    this.take(name);
    return name.text;
  }

  /** All the names that were said in one breath. */
  takeNames(wish: NameWish): readonly string[] {
    const names = this.findGroups(wish)[0]?.names ?? [];
    for (const name of names) this.take(name);
    return names.map(({ text }) => text);
  }

  /** All that was said, once. */
  takeWholeText(): string | undefined {
    const text = this.wholeText;
    this.wholeText = undefined;
    return text === undefined || text === '' ? undefined : this.found(text);
  }

  private findOption(option: JsonValue): Span | undefined {
    if (typeof option !== 'string' || option === '' || option.length > LONGEST_OPTION) return undefined;
    this.options ??= indexRuns(this.words);
    const span = this.options.get(toKeys(splitName(option)));
    if (span === undefined || option.length > SHORT_OPTION) return span;
    return this.words[span.start]?.text === option ? span : undefined;
  }

  /** What may be a name, likeliest first: behind the word that is wished for, then behind any small word. */
  private findGroups({ before, neverAfter }: NameWish): readonly NameGroup[] {
    this.groups ??= findNames(this.words);
    const free = this.groups
      .map((group) => ({ ...group, names: group.names.filter((name) => !this.isTaken(name)) }))
      .filter((group) => group.names.length > 0 && (neverAfter === undefined || group.before !== neverAfter));
    const rank = (group: NameGroup): number => (group.before === before ? 0 : group.before === '' ? 2 : 1);
    return free.sort((left, right) => rank(left) - rank(right));
  }

  private found<Value>(value: Value): Value {
    this.takes += 1;
    return value;
  }

  private take({ start, end }: Span): void {
    this.takes += 1;
    for (let index = start; index < end; index += 1) this.taken.add(index);
  }

  private isTaken({ start, end }: Span): boolean {
    for (let index = start; index < end; index += 1) if (this.taken.has(index)) return true;
    return false;
  }
}

/** Every run of a few words, by its keys, where it was said first. */
function indexRuns(words: readonly HeardWord[]): ReadonlyMap<string, Span> {
  const runs = new Map<string, Span>();
  for (let start = 0; start < words.length; start += 1) {
    let keys = '';
    for (let end = start + 1; end <= Math.min(words.length, start + MOST_WORDS_OF_AN_OPTION); end += 1) {
      keys = keys === '' ? (words[start]?.key ?? '') : `${keys} ${words[end - 1]?.key ?? ''}`;
      if (!runs.has(keys)) runs.set(keys, { start, end });
    }
  }
  return runs;
}
