import { WORDS_OUTSIDE_NAMES } from '../data/words-outside-names';
import { type HeardWord } from './heard-word';

const BEFORE_NAMES: ReadonlySet<string> = new Set(
  'in at for to from of named called near with between and or vs versus'.split(' '),
);
/** After these a name is one even where nothing is capitalised, as in many transcripts. */
const BEFORE_SPOKEN_NAMES: ReadonlySet<string> = new Set(['in', 'from', 'named', 'called', 'near']);
const WITHIN_NAMES: ReadonlySet<string> = new Set(['of', 'de', 'la', 'del', 'da', 'du']);
const JOINING: ReadonlySet<string> = new Set(['and', 'or', 'vs', 'versus']);
/** Small words that names begin with all the same: "New York". */
const BEGINNING_NAMES: ReadonlySet<string> = new Set(['new', 'old', 'big', 'first', 'second', 'third']);
const STATE = /^\p{Lu}{2}$/u;
const PLAIN_GAP = /^[ -]$/;
const MOST_WORDS_OF_A_NAME = 6;
const MOST_NAMES = 20;

interface HeardName {
  readonly text: string;
  /** Of its first word. */
  readonly start: number;
  /** Behind its last word. */
  readonly end: number;
}

/** Names that were said in one breath: "in Paris and London". */
export interface NameGroup {
  /** The small word before them, such as `from`; empty for none. */
  readonly before: string;
  readonly names: readonly HeardName[];
}

/**
 * Finds what the caller named: capitalised words, or what follows "in", "from" or "called" where the caller's words are
 * not capitalised at all. A list in which "and" stands is several names; "Paris, France" is one.
 */
export function findNames(words: readonly HeardWord[]): readonly NameGroup[] {
  return new NameFinder(words).find();
}

class NameFinder {
  private readonly isCapitalised: boolean;

  constructor(private readonly words: readonly HeardWord[]) {
    this.isCapitalised = words.some((word, index) => index > 0 && isCapital(word) && word.text.length > 1);
  }

  find(): readonly NameGroup[] {
    const groups: NameGroup[] = [];
    let index = 0;
    while (index < this.words.length && groups.length < MOST_NAMES) {
      if (!this.startsName(index)) {
        index += 1;
        continue;
      }
      const names = this.readList(index);
      const before = this.wordAt(index - 1);
      groups.push({ before: BEFORE_NAMES.has(before) ? before : '', names });
      index = names.at(-1)?.end ?? index + 1;
    }
    return this.joinGroups(groups);
  }

  private wordAt(index: number): string {
    return this.words[index]?.text.toLowerCase() ?? '';
  }

  private startsName(index: number): boolean {
    const word = this.words[index];
    if (word === undefined || !/^\p{L}/u.test(word.text)) return false;
    if (isOutside(word) && !this.beginsName(index)) return false;
    const before = this.wordAt(index - 1);
    if (!this.isCapitalised) return BEFORE_SPOKEN_NAMES.has(before) || this.followsRoute(index);
    return isCapital(word) && index > 0 && (!endsSentence(word.gap) || BEFORE_NAMES.has(before));
  }

  private beginsName(index: number): boolean {
    const [word, next] = [this.words[index], this.words[index + 1]];
    if (word === undefined || next?.gap !== ' ') return false;
    return BEGINNING_NAMES.has(word.text.toLowerCase()) && isNameWord(next, isCapital(word));
  }

  /** The "to london" of "from paris to london". */
  private followsRoute(index: number): boolean {
    const earlier = this.words.slice(Math.max(0, index - 5), Math.max(0, index - 1));
    return this.wordAt(index - 1) === 'to' && earlier.some(({ key }) => key === 'from');
  }

  /** One name, then more of them behind commas and "and". */
  private readList(first: number): readonly HeardName[] {
    const names: HeardName[] = [this.readName(first)];
    let isList = false;
    while (names.length < MOST_NAMES) {
      const end = names.at(-1)?.end ?? first;
      const next = this.words[end];
      if (next === undefined) break;
      const isJoint = JOINING.has(this.wordAt(end));
      const start = isJoint ? end + 1 : end;
      if (!(isJoint || /^\s*,\s*$/.test(next.gap)) || !this.continuesList(start)) break;
      isList ||= isJoint;
      names.push(this.readName(start));
    }
    return gather(names, isList);
  }

  private continuesList(index: number): boolean {
    const word = this.words[index];
    if (word === undefined) return false;
    if (this.startsName(index)) return true;
    return !this.isCapitalised && !endsSentence(word.gap) && (!isOutside(word) || this.beginsName(index));
  }

  private readName(start: number): HeardName {
    const { words } = this;
    const isUpper = isCapital(words[start]);
    let end = start + 1;
    while (end - start < MOST_WORDS_OF_A_NAME) {
      const word = words[end];
      if (word === undefined || !PLAIN_GAP.test(word.gap)) break;
      const isLink = isUpper && WITHIN_NAMES.has(word.text) && isNameWord(words[end + 1], isUpper);
      if (!isLink && !isNameWord(word, isUpper)) break;
      end += isLink ? 2 : 1;
    }
    const parts = words.slice(start, end).map(({ text, gap }, index) => (index === 0 ? text : gap + text));
    return { text: parts.join('').replace(/['\u2019]s$/, ''), start, end };
  }

  /** "in Paris and in London" is said in one breath too. */
  private joinGroups(groups: readonly NameGroup[]): readonly NameGroup[] {
    const joined: NameGroup[] = [];
    for (const group of groups) {
      const last = joined.at(-1);
      const between = (group.names[0]?.start ?? 0) - (last?.names.at(-1)?.end ?? 0);
      const isSame =
        last?.before === group.before && between === 2 && JOINING.has(this.wordAt((group.names[0]?.start ?? 0) - 2));
      if (last !== undefined && isSame) joined[joined.length - 1] = { ...last, names: [...last.names, ...group.names] };
      else joined.push(group);
    }
    return joined;
  }
}

/** "Boston, MA" and "Paris, France" are one name each; a list has an "and" in it. */
function gather(names: readonly HeardName[], isList: boolean): readonly HeardName[] {
  const gathered: HeardName[] = [];
  for (const name of names) {
    const last = gathered.at(-1);
    if (last === undefined || (isList && !STATE.test(name.text))) gathered.push(name);
    else gathered[gathered.length - 1] = { ...last, text: `${last.text}, ${name.text}`, end: name.end };
  }
  return gathered;
}

function isNameWord(word: HeardWord | undefined, isUpper: boolean): boolean {
  return word !== undefined && !isOutside(word) && isCapital(word) === isUpper;
}

function isOutside({ text }: HeardWord): boolean {
  const word = text
    .toLowerCase()
    .replace(/['\u2019]s$/, '')
    .replace(/['\u2019]/g, '');
  return WORDS_OUTSIDE_NAMES.has(word) || word === 'tomorrow';
}

function isCapital(word: HeardWord | undefined): boolean {
  return word !== undefined && /^\p{Lu}/u.test(word.text);
}

function endsSentence(gap: string): boolean {
  return /[.!?]/.test(gap);
}
